//! Joins parts of the pages into one file.
//!
//! Parts call each other through the table they share. Within a joined file such calls become direct.

use std::collections::HashMap;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, FunctionSection,
    ImportSection, Module, RawSection, SectionId,
};
use wasmparser::{Data, ElementItems, ElementKind, FunctionBody, Import, Operator, Parser, Payload, TypeRef};

use super::{Renumber, Unfit};

/// A part of the pages, as the splitter writes it.
#[derive(Default)]
struct Part<'a> {
    types: &'a [u8],
    imports: Vec<Import<'a>>,
    /// The type of each function.
    functions: Vec<u32>,
    /// Runs of functions in the table, each with the place of its first.
    elements: Vec<(u32, Vec<u32>)>,
    bodies: Vec<FunctionBody<'a>>,
    data: Vec<Data<'a>>,
}

/// Where a function is: the number of its part, and its own in there.
type Place = (usize, usize);

/// Joins parts into one file that does what they do together.
pub fn join(parts: &[&[u8]]) -> Result<Vec<u8>, Unfit> {
    let parts: Vec<Part<'_>> = parts.iter().map(|part| Part::read(part)).collect::<Result<_, _>>()?;
    let Some(first) = parts.first() else { return Err(Unfit::Unexpected("there is no part to join")) };
    if parts.iter().any(|part| part.types != first.types) {
        return Err(Unfit::Unexpected("the parts have different types"));
    }
    let (mut numbers, kept) = number(&parts)?;
    let mut module = Module::new();
    module.section(&RawSection { id: SectionId::Type.into(), data: first.types });
    module.section(&imports(&parts, &mut numbers)?);
    let mut functions = FunctionSection::new();
    for &(part, function) in &kept {
        functions.function(parts[part].functions[function]);
    }
    module.section(&functions);
    module.section(&elements(&parts, &numbers)?);
    let count = parts.iter().map(|part| part.data.len()).sum::<usize>();
    module.section(&DataCountSection { count: u32::try_from(count).map_err(|_| TOO_MANY)? });
    let mut code = CodeSection::new();
    for &(part, function) in &kept {
        numbers[part].parse_function_body(&mut code, parts[part].bodies[function].clone())?;
    }
    module.section(&code);
    let mut data = DataSection::new();
    for (part, numbers) in parts.iter().zip(&mut numbers) {
        for datum in &part.data {
            numbers.parse_data(&mut data, datum.clone())?;
        }
    }
    module.section(&data);
    Ok(module.finish())
}

/// The bytes of code in a part.
pub fn code_size(part: &[u8]) -> Result<usize, Unfit> {
    Ok(Part::read(part)?.bodies.iter().map(|body| body.as_bytes().len()).sum())
}

const TOO_MANY: Unfit = Unfit::Unexpected("there is too much of something");

/// The new numbers of all functions, and which ones stay. One that only calls a function of another part is replaced by
/// that function.
fn number(parts: &[Part<'_>]) -> Result<(Vec<Renumber>, Vec<Place>), Unfit> {
    let mut by_entry = HashMap::new();
    for (number, part) in parts.iter().enumerate() {
        for (start, functions) in &part.elements {
            for (entry, &function) in (*start..).zip(functions) {
                by_entry.insert(entry, (number, function as usize));
            }
        }
    }
    let mut kept = Vec::new();
    let mut numbers = HashMap::new();
    let mut replaced = HashMap::new();
    for (number, part) in parts.iter().enumerate() {
        for (function, body) in part.bodies.iter().enumerate() {
            let place = (number, function);
            match entry_called(body, part.functions.get(function).copied())?.and_then(|entry| by_entry.get(&entry)) {
                Some(&called) if called != place => {
                    replaced.insert(place, called);
                }
                _ => {
                    numbers.insert(place, u32::try_from(kept.len()).map_err(|_| TOO_MANY)?);
                    kept.push(place);
                }
            }
        }
    }
    let number_of = |place: Place| {
        let place = replaced.get(&place).copied().unwrap_or(place);
        numbers.get(&place).copied().ok_or(Unfit::Unexpected("a function calls one that calls another"))
    };
    let renumbered = |(number, part): (usize, &Part<'_>)| {
        let functions =
            (0..part.bodies.len()).map(|function| number_of((number, function))).collect::<Result<_, _>>()?;
        Ok(Renumber { functions })
    };
    let numbers = parts.iter().enumerate().map(renumbered).collect::<Result<_, Unfit>>()?;
    Ok((numbers, kept))
}

/// The entry of the table that a function of this type calls with its own arguments, if it does nothing else.
fn entry_called(body: &FunctionBody<'_>, of_type: Option<u32>) -> Result<Option<u32>, Unfit> {
    if body.as_bytes().len() > 64 || body.get_locals_reader()?.get_count() > 0 {
        return Ok(None);
    }
    let mut given = 0;
    let mut entry = None;
    let mut is_called = false;
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::LocalGet { local_index } if entry.is_none() && local_index == given => given += 1,
            Operator::I32Const { value } if entry.is_none() => entry = u32::try_from(value).ok(),
            Operator::CallIndirect { type_index, table_index: 0 }
                if Some(type_index) == of_type && entry.is_some() && !is_called =>
            {
                is_called = true;
            }
            Operator::End => {}
            _ => return Ok(None),
        }
    }
    Ok(entry.filter(|_| is_called))
}

/// The imports of any of the parts. Code refers to the first of each kind only.
fn imports(parts: &[Part<'_>], numbers: &mut [Renumber]) -> Result<ImportSection, Unfit> {
    let mut all: Vec<Import<'_>> = Vec::new();
    for import in parts.iter().flat_map(|part| &part.imports) {
        if matches!(import.ty, TypeRef::Func(_)) {
            return Err(Unfit::Unexpected("a part imports a function"));
        }
        if !all.iter().any(|known| known.name == import.name) {
            all.push(*import);
        }
    }
    // The splitter's check that files belong together is a global that no code reads.
    all.sort_by_key(|import| import.name.starts_with("__canary"));
    let mut section = ImportSection::new();
    for import in all {
        if let Some(numbers) = numbers.first_mut() {
            let entity: EntityType = numbers.entity_type(import.ty)?;
            section.import(import.module, import.name, entity);
        }
    }
    Ok(section)
}

fn elements(parts: &[Part<'_>], numbers: &[Renumber]) -> Result<ElementSection, Unfit> {
    let mut section = ElementSection::new();
    for (part, numbers) in parts.iter().zip(numbers) {
        for (start, functions) in &part.elements {
            let functions: Vec<u32> =
                functions.iter().map(|&function| numbers.renumbered(function)).collect::<Result<_, _>>()?;
            let start = i32::try_from(*start).map_err(|_| TOO_MANY)?;
            section.active(None, &ConstExpr::i32_const(start), Elements::Functions(functions.into()));
        }
    }
    Ok(section)
}

impl<'a> Part<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, Unfit> {
        let mut part = Part::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => {
                    let range = types.range();
                    let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
                    part.types = range.and_then(|(start, end)| wasm.get(start..end)).ok_or(TOO_MANY)?;
                }
                Payload::ImportSection(imports) => part.imports = imports.into_imports().collect::<Result<_, _>>()?,
                Payload::FunctionSection(functions) => {
                    part.functions = functions.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let element = element?;
                        part.elements.push(run(&element.kind, element.items)?);
                    }
                }
                Payload::CodeSectionEntry(body) => part.bodies.push(body),
                Payload::DataSection(data) => part.data = data.into_iter().collect::<Result<_, _>>()?,
                Payload::ExportSection(exports) if exports.count() > 0 => {
                    return Err(Unfit::Unexpected("a part exports something"));
                }
                Payload::StartSection { .. } | Payload::GlobalSection(_) | Payload::MemorySection(_) => {
                    return Err(Unfit::Unexpected("a part has what only the first file has"));
                }
                _ => {}
            }
        }
        Ok(part)
    }
}

/// A run of functions of the table, with the place of its first.
fn run(kind: &ElementKind<'_>, items: ElementItems<'_>) -> Result<(u32, Vec<u32>), Unfit> {
    let ElementKind::Active { table_index: None | Some(0), offset_expr } = kind else {
        return Err(Unfit::Unexpected("a part has functions outside of the table"));
    };
    let ElementItems::Functions(functions) = items else {
        return Err(Unfit::Unexpected("a part has other things than functions in the table"));
    };
    let mut start = None;
    for operator in offset_expr.get_operators_reader() {
        match operator? {
            Operator::I32Const { value } => start = u32::try_from(value).ok(),
            Operator::End => {}
            _ => return Err(Unfit::Unexpected("the place of a part in the table is not known")),
        }
    }
    let start = start.ok_or(Unfit::Unexpected("the place of a part in the table is not known"))?;
    Ok((start, functions.into_iter().collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        Function, GlobalType, Instruction, MemoryType, RefType, TableType, TypeSection, ValType as EncodedType,
    };

    /// A part with functions at this place of the table, of which each has these instructions.
    fn part(place: u32, in_table: u32, bodies: &[&[Instruction<'_>]], text: &[u8], uses_stack: bool) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([EncodedType::I32], []);
        let mut imports = ImportSection::new();
        if uses_stack {
            let stack = GlobalType { val_type: EncodedType::I32, mutable: true, shared: false };
            imports.import("__wasm_split", "__wasm_split_shared0", stack);
        }
        let table =
            TableType { element_type: RefType::FUNCREF, table64: false, minimum: 9, maximum: None, shared: false };
        imports.import("__wasm_split", "__indirect_function_table", table);
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        imports.import("__wasm_split", "memory", memory);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for body in bodies {
            functions.function(0);
            let mut function = Function::new([]);
            for instruction in *body {
                function.instruction(instruction);
            }
            function.instruction(&Instruction::End);
            code.function(&function);
        }
        let mut elements = ElementSection::new();
        let in_table: Vec<u32> = (0..in_table).collect();
        let start = i32::try_from(place).unwrap();
        elements.active(None, &ConstExpr::i32_const(start), Elements::Functions(in_table.into()));
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(start), text.iter().copied());
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&elements);
        module.section(&DataCountSection { count: 1 }).section(&code).section(&data);
        module.finish()
    }

    fn calling(entry: i32) -> [Instruction<'static>; 3] {
        [
            Instruction::LocalGet(0),
            Instruction::I32Const(entry),
            Instruction::CallIndirect { type_index: 0, table_index: 0 },
        ]
    }

    #[test]
    fn calls_between_joined_parts_become_direct() {
        let own = [Instruction::GlobalGet(0), Instruction::Drop];
        let one = part(1, 1, &[&own], b"one", true);
        // Its first function calls the second, which calls what is in the other part; the third calls another part still.
        let to_shim = [Instruction::LocalGet(0), Instruction::Call(1)];
        let other = part(5, 1, &[&to_shim, &calling(1), &calling(7)], b"other", false);
        let joined = join(&[&one, &other]).unwrap();
        let joined = Part::read(&joined).unwrap();
        assert_eq!((joined.bodies.len(), joined.functions.len(), joined.data.len()), (3, 3, 2));
        assert_eq!(joined.elements, [(1, vec![0]), (5, vec![1])]);
        assert_eq!(joined.imports.len(), 3);
        assert!(joined.imports[0].name.contains("shared0"), "code refers to the stack as the first global");
        let called: Vec<Operator<'_>> =
            joined.bodies[1].get_operators_reader().unwrap().into_iter().collect::<Result<_, _>>().unwrap();
        assert!(matches!(called[..], [_, Operator::Call { function_index: 0 }, Operator::End]), "{called:?}");
        assert_eq!(entry_called(&joined.bodies[2], Some(0)).unwrap(), Some(7));
    }

    #[test]
    fn what_only_a_later_part_imports_is_imported() {
        let joined = join(&[&part(1, 1, &[&[]], b"", false), &part(2, 1, &[&[]], b"", true)]).unwrap();
        let globals = |import: &Import<'_>| matches!(import.ty, TypeRef::Global(_));
        assert_eq!(Part::read(&joined).unwrap().imports.iter().filter(|import| globals(import)).count(), 1);
    }

    #[test]
    fn what_is_no_part_is_refused() {
        assert!(join(&[]).is_err());
        assert!(join(&[b"no wasm"]).is_err());
    }
}
