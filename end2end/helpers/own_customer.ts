/** A test's own customers, imported from small files like those of Microsoft Graph. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Server } from './server';

interface CatalogProduct {
  sku_id: string;
  part_number: string;
  name: string;
  plans: { id: string; friendly_name: string }[];
}

const catalog = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../app/domain/data/catalog.json'), 'utf8'),
) as CatalogProduct[];

/** A license of a product by name: direct unless a group is named, possibly with service plans off. */
export interface Holding {
  product: string;
  group?: string;
  off?: string[];
}

/** A user, by default located in the United States. */
export interface OwnUser {
  location?: string | null;
  department?: string;
  guest?: boolean;
  synced?: boolean;
  globalAdmin?: boolean;
  addresses?: string[];
  holds?: (string | Holding)[];
  blocked?: boolean;
}

/** A purchase that Microsoft Graph does not name, as software.json has it. */
export interface OwnSoftware {
  productName: string;
  boughtAs?: 'marketplace' | 'new-commerce';
  publisherName?: string;
  quantity?: number;
  downloads?: { name: string; version?: string; language?: string; architecture?: string; fileType?: string; link: string }[];
  productKeys?: string[];
}

/** The seats of a customer by product name, its users by display name, and its subdomains. */
export interface OwnDirectory {
  seats: Record<string, number>;
  users: Record<string, OwnUser>;
  subdomains?: string[];
  /** The software that it bought. */
  software?: OwnSoftware[];
  /** Whether it is an own organization of the partner, and no customer. */
  ownOrganization?: boolean;
  /** Whether the directory is synchronized from on-premises. */
  onPremises?: boolean;
  /** Groups of an own organization, with the names of their members. */
  groups?: Record<string, string[]>;
}

/** A test's own customer. Its source is Imported. */
export class OwnCustomer {
  readonly id = randomUUID();
  readonly name: string;
  readonly seats: Record<string, number>;
  readonly users: Record<string, OwnUser>;
  subdomains: string[];
  /** Groups with the names of their members. */
  groupMembers: Record<string, string[]>;
  private readonly software: OwnSoftware[];
  private readonly ownOrganization: boolean;
  private readonly onPremises: boolean;
  private readonly server: Server;
  private readonly ids = new Map<string, string>();

  constructor(server: Server, name: string, directory: OwnDirectory) {
    const { seats, users, subdomains = [], software = [], ownOrganization = false, onPremises = false } = directory;
    this.groupMembers = directory.groups ?? {};
    this.software = software;
    this.ownOrganization = ownOrganization;
    this.onPremises = onPremises;
    this.server = server;
    this.name = name;
    this.seats = seats;
    this.users = users;
    this.subdomains = subdomains;
  }

  /** The domain of its users' emails. */
  get domain(): string {
    return `${this.id.slice(0, 8)}.example`;
  }

  /** Imports the customer in its current state. A second import is an update and keeps ids. */
  async write(): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tenantry-customer-'));
    try {
      const files = {
        'organization.json': [this.organization()],
        'subscribedSkus.json': Object.entries(this.seats).map(([name, seats]) => sku(name, seats)),
        'users.json': Object.entries(this.users).map(([name, user]) => this.user(name, user)),
        'directoryRoles.json': [this.globalAdmins()],
        'groups.json': this.groups().map((name) => ({ id: this.idOf(`group ${name}`), displayName: name })),
        'software.json': this.software,
      };
      for (const [name, value] of Object.entries(files)) {
        await writeFile(path.join(folder, name), JSON.stringify({ value }));
      }
      await mkdir(path.join(folder, 'group-members'));
      for (const [name, members] of Object.entries(this.groupMembers)) {
        const value = members.map((member) => ({ id: this.idOf(`user ${member}`) }));
        const file = path.join(folder, 'group-members', `${this.idOf(`group ${name}`)}.json`);
        await writeFile(file, JSON.stringify({ value }));
      }
      const kind = this.ownOrganization ? ['--own-organization'] : [];
      await this.server.cli(['import', '--customer', folder, ...kind]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private organization(): object {
    const further = this.subdomains.map((name) => ({ name: `${name}.${this.domain}` }));
    const verifiedDomains = [{ name: this.domain, isDefault: true, isInitial: true }, ...further];
    const onPremisesSyncEnabled = this.onPremises ? true : null;
    return { id: this.id, displayName: this.name, countryLetterCode: 'US', onPremisesSyncEnabled, verifiedDomains };
  }

  private globalAdmins(): object {
    const members = Object.entries(this.users).filter(([, { globalAdmin = false }]) => globalAdmin);
    return {
      id: this.idOf('role'),
      displayName: 'Global Administrator',
      roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
      members: members.map(([name]) => ({ '@odata.type': '#microsoft.graph.user', id: this.idOf(`user ${name}`) })),
    };
  }

  private user(name: string, user: OwnUser): object {
    const { location = 'US', department, guest = false, synced = false, addresses = [], holds = [], blocked = false } = user;
    return {
      id: this.idOf(`user ${name}`),
      displayName: name,
      userPrincipalName: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@${this.domain}`,
      usageLocation: location,
      department,
      accountEnabled: !blocked,
      proxyAddresses: addresses.map((address) => `smtp:${address}`),
      onPremisesSyncEnabled: synced,
      userType: guest ? 'Guest' : 'Member',
      assignedLicenses: [],
      licenseAssignmentStates: holds.map((held) => this.state(typeof held === 'string' ? { product: held } : held)),
    };
  }

  private state({ product, group, off = [] }: Holding): object {
    return {
      skuId: named(product).sku_id,
      disabledPlans: off.map((plan) => planId(product, plan)),
      assignedByGroup: group === undefined ? null : this.idOf(`group ${group}`),
      state: 'Active',
      error: 'None',
    };
  }

  private groups(): string[] {
    const held = Object.values(this.users).flatMap(({ holds = [] }) => holds);
    const names = held.flatMap((one) => (typeof one === 'string' || one.group === undefined ? [] : [one.group]));
    return [...new Set([...names, ...Object.keys(this.groupMembers)])];
  }

  /** Returns the same id for the same name in all imports. */
  private idOf(what: string): string {
    const id = this.ids.get(what) ?? randomUUID();
    this.ids.set(what, id);
    return id;
  }
}

/** Makes a customer for a test. */
export async function ownCustomer(server: Server, directory: OwnDirectory, name = 'Trey Research'): Promise<OwnCustomer> {
  const customer = new OwnCustomer(server, name, directory);
  await customer.write();
  return customer;
}

/** This many users, named `User 001` and so on. */
export function crowd(count: number, user: OwnUser = {}): Record<string, OwnUser> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`User ${String(at + 1).padStart(3, '0')}`, { ...user }]),
  );
}

function sku(name: string, seats: number): object {
  const { sku_id, part_number } = named(name);
  return {
    skuId: sku_id,
    skuPartNumber: part_number,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    subscriptionIds: [randomUUID()],
    prepaidUnits: { enabled: seats, warning: 0, suspended: 0 },
    servicePlans: [],
  };
}

function named(name: string): CatalogProduct {
  const product = catalog.find((product) => product.name === name);
  if (product === undefined) throw new Error(`The catalogue has no product “${name}”.`);
  return product;
}

function planId(product: string, name: string): string {
  const plan = named(product).plans.find((plan) => plan.friendly_name === name);
  if (plan === undefined) throw new Error(`${product} has no service plan “${name}”.`);
  return plan.id;
}
