//! Removes code that no page calls but the compiler can't leave out.
//!
//! Leptos boxes each part of a page with a table of functions, one of which takes the part over asynchronously. Lazy
//! routes alone call it, and the pages have none. Its code names its own place in the source, so the compiler never takes
//! another function for the same: the name of a function is enough to find it.

use std::collections::HashSet;
use std::ops::Range;

use wasm_encoder::{Encode, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, RelocAddendKind, RelocSectionReader, RelocationEntry};

use super::Unfit;

/// The common part of the functions' names.
const UNUSED: &str = "tachys..view..any_view..IntoAny$GT$8into_any13hydrate_async";

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

const MALFORMED: Unfit = Unfit::Unexpected("a section is not where it should be");

/// Empties the functions in a file with relocations: a call of one stops the page.
pub fn empty(wasm: &[u8]) -> Result<Vec<u8>, Unfit> {
    let found = Found::read(wasm)?;
    if found.bodies.is_empty() {
        return Err(Unfit::Unexpected("it has no function `hydrate_async`, whose code was removed"));
    }
    let mut emptied = wasm.to_vec();
    for body in &found.bodies {
        // No local variables, and one instruction that stops the page.
        let code = emptied.get_mut(body.clone()).ok_or(MALFORMED)?;
        if let [locals, first, rest @ .., last] = code {
            (*locals, *first, *last) = (0, UNREACHABLE, END);
            rest.fill(NOP);
        }
    }
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        let data = emptied.get(bytes(&range)?).ok_or(MALFORMED)?;
        match &payload {
            Payload::CustomSection(custom) if custom.name() == "reloc.CODE" => {
                let KnownCustom::Reloc(relocations) = custom.as_known() else { return Err(MALFORMED) };
                module.section(&RawSection { id, data: &found.kept(custom.name(), &relocations)? });
            }
            _ => {
                module.section(&RawSection { id, data });
            }
        }
    }
    Ok(module.finish())
}

/// The functions to empty.
#[derive(Default)]
struct Found {
    /// The place of each in the file.
    bodies: Vec<Range<usize>>,
    /// Where the section of code begins in the file.
    code: usize,
}

impl Found {
    fn read(wasm: &[u8]) -> Result<Self, Unfit> {
        let mut found = Self::default();
        let mut names = HashSet::new();
        let mut imported = 0;
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => found.code = bytes(&range)?.start,
                Payload::CodeSectionEntry(body) => bodies.push(bytes(&body.range())?),
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(sections) = custom.as_known() {
                        for section in sections {
                            if let Name::Function(functions) = section? {
                                for naming in functions {
                                    let naming = naming?;
                                    if naming.name.contains(UNUSED) {
                                        names.insert(naming.index);
                                    }
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let named = (imported..).zip(bodies).filter(|(number, _)| names.contains(number));
        found.bodies = named.map(|(_, body)| body).filter(|body| body.len() > 2).collect();
        Ok(found)
    }

    /// The section of relocations without those of the emptied functions.
    fn kept(&self, name: &str, relocations: &RelocSectionReader<'_>) -> Result<Vec<u8>, Unfit> {
        let mut kept: Vec<RelocationEntry> = Vec::new();
        let mut bodies = self.bodies.iter().peekable();
        for entry in relocations.entries() {
            let entry = entry?;
            let place = self.code + entry.offset as usize;
            while bodies.next_if(|body| body.end <= place).is_some() {}
            if !bodies.peek().is_some_and(|body| body.contains(&place)) {
                kept.push(entry);
            }
        }
        let mut section = Vec::new();
        name.encode(&mut section);
        relocations.section_index().encode(&mut section);
        kept.len().encode(&mut section);
        for entry in kept {
            section.push(entry.ty as u8);
            entry.offset.encode(&mut section);
            entry.index.encode(&mut section);
            if entry.ty.addend_kind() != RelocAddendKind::None {
                entry.addend.encode(&mut section);
            }
        }
        Ok(section)
    }
}

fn bytes(range: &Range<u64>) -> Result<Range<usize>, Unfit> {
    let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
    Ok(start.map_err(|_| MALFORMED)?..end.map_err(|_| MALFORMED)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, Instruction, NameMap, NameSection, TypeSection,
    };

    /// A file with two functions, of which each refers to the other.
    fn file(names: [&str; 2]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for called in [1, 0] {
            functions.function(0);
            let mut function = Function::new([]);
            function.instruction(&Instruction::Call(called)).instruction(&Instruction::End);
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        let mut map = NameMap::new();
        for (index, name) in (0..).zip(names) {
            map.append(index, name);
        }
        let mut section = NameSection::new();
        section.functions(&map);
        // Of the third section: two entries, in the bodies of the two functions.
        module.section(&CustomSection { name: "reloc.CODE".into(), data: (&[2, 2, 0, 4, 1, 0, 9, 0]).into() });
        module.section(&section);
        module.finish()
    }

    #[test]
    fn only_what_has_the_name_is_emptied() {
        let emptied = empty(&file(["other", &format!("_ZN53_{UNUSED}17habcE")])).unwrap();
        let mut bodies = Vec::new();
        let mut relocations = Vec::new();
        for payload in Parser::new(0).parse_all(&emptied) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Reloc(section) = custom.as_known() {
                        assert_eq!(section.section_index(), 2);
                        relocations = section.entries().into_iter().map(|entry| entry.unwrap().offset).collect();
                    }
                }
                _ => {}
            }
        }
        assert_eq!(bodies, [vec![0, 0x10, 1, END], vec![0, UNREACHABLE, NOP, END]]);
        assert_eq!(relocations, [4]);
    }

    #[test]
    fn names_that_are_gone_are_noticed() {
        assert!(matches!(empty(&file(["one", "other"])), Err(Unfit::Unexpected(_))));
    }
}
