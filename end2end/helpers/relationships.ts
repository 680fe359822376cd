/** Admin relationships as Microsoft Graph saves them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Server } from './server';

const DAY = 24 * 60 * 60 * 1000;
const DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
export const USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

/** A relationship that is active, with the days that are left, and a group that uses its role Directory Readers or another. */
export interface SavedRelationship {
  customer: string;
  name: string;
  daysLeft: number;
  group: string;
  role?: string;
}

/** Imports active relationships, and returns what the command said. */
export async function importRelationships(server: Server, all: SavedRelationship[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tenantry-relationships-'));
  const file = path.join(folder, 'delegatedAdminRelationships.json');
  try {
    await writeFile(file, JSON.stringify({ value: all.map(saved) }));
    return await server.cli(['import-relationships', '--file', file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function saved({ customer, name, daysLeft, group, role = DIRECTORY_READERS }: SavedRelationship): object {
  const ends = Date.now() + daysLeft * DAY - DAY / 2;
  const unifiedRoles = [{ roleDefinitionId: DIRECTORY_READERS }, { roleDefinitionId: USER_ADMINISTRATOR }];
  return {
    id: `${randomUUID()}-${randomUUID()}`,
    displayName: name,
    duration: 'P365D',
    customer: { tenantId: customer, displayName: 'A customer' },
    accessDetails: { unifiedRoles },
    status: 'active',
    autoExtendDuration: 'PT0S',
    createdDateTime: new Date(ends - 366 * DAY).toISOString(),
    activatedDateTime: new Date(ends - 365 * DAY).toISOString(),
    endDateTime: new Date(ends).toISOString(),
    accessAssignments: [
      {
        id: randomUUID(),
        status: 'active',
        accessContainer: { accessContainerId: randomUUID(), accessContainerType: 'securityGroup', displayName: group },
        accessDetails: { unifiedRoles: [{ roleDefinitionId: role }] },
      },
    ],
  };
}
