//! Puts functions that are alike side by side, so that they compress better.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

use super::{Renumber, Unfit};

/// The length of the pieces by which functions are compared.
const PIECE: usize = 8;
/// A piece in more functions than this does not show similar functions.
const COMMON: usize = 400;

/// Writes a file again with its functions in an order that compresses well.
pub fn order(wasm: &[u8]) -> Result<Vec<u8>, Unfit> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    let order = alike(&bodies);
    let mut functions: Vec<u32> = (0..).take(imported + bodies.len()).collect();
    for (number, &function) in (imported..).zip(&order) {
        functions[imported + function] =
            u32::try_from(number).map_err(|_| Unfit::Unexpected("there are too many functions"))?;
    }
    let mut module = Module::new();
    Ordered { order, numbers: Renumber { functions } }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// An order in which each function is followed by the one that is most like it.
fn alike(bodies: &[FunctionBody<'_>]) -> Vec<usize> {
    let pieces: Vec<Vec<u64>> = bodies.iter().map(|body| pieces(body.as_bytes())).collect();
    let mut with_piece: HashMap<u64, Vec<usize>> = HashMap::new();
    for (function, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            with_piece.entry(*piece).or_default().push(function);
        }
    }
    with_piece.retain(|_, functions| (2..=COMMON).contains(&functions.len()));
    let mut by_size: Vec<usize> = (0..bodies.len()).collect();
    by_size.sort_by_key(|&function| (std::cmp::Reverse(bodies[function].as_bytes().len()), function));
    let mut by_size = by_size.into_iter();
    let mut is_placed = vec![false; bodies.len()];
    let mut shared = vec![0_usize; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = by_size.next();
    while let Some(current) = next {
        is_placed[current] = true;
        order.push(current);
        let mut touched = Vec::new();
        for function in pieces[current].iter().filter_map(|piece| with_piece.get(piece)).flatten() {
            if !is_placed[*function] {
                if shared[*function] == 0 {
                    touched.push(*function);
                }
                shared[*function] += 1;
            }
        }
        let likeness = |function: usize| {
            let both = shared[function];
            // Thousandths of the pieces of the two.
            both * 1_000_000 / (pieces[current].len() + pieces[function].len() - both)
        };
        next = touched.iter().copied().max_by_key(|&function| (likeness(function), std::cmp::Reverse(function)));
        for function in touched {
            shared[function] = 0;
        }
        if next.is_none() {
            next = by_size.find(|&function| !is_placed[function]);
        }
    }
    order
}

/// The different pieces of a function's code.
fn pieces(code: &[u8]) -> Vec<u64> {
    let hash = |piece: &[u8]| {
        let mut hasher = DefaultHasher::new();
        piece.hash(&mut hasher);
        hasher.finish()
    };
    let mut pieces: Vec<u64> = code.windows(PIECE).map(hash).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

struct Ordered {
    /// The old number of each function that is not imported, in the new order.
    order: Vec<usize>,
    numbers: Renumber,
}

impl Ordered {
    fn in_order<T: Clone>(&self, all: &[T]) -> Result<Vec<T>, reencode::Error<Unfit>> {
        let missing = || reencode::Error::UserError(Unfit::Unexpected("a function is missing"));
        self.order.iter().map(|&function| all.get(function).cloned().ok_or_else(missing)).collect()
    }
}

impl Reencode for Ordered {
    type Error = Unfit;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Unfit>> {
        self.numbers.renumbered(function)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error<Unfit>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for of_type in self.in_order(&types)? {
            functions.function(self.type_index(of_type)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Unfit>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.in_order(&bodies)? {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, Instruction, TypeSection};
    use wasmparser::Operator;

    #[test]
    fn functions_move_and_calls_follow_them() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        // The second and the fourth are alike; the third calls the first.
        let long = |last: i32| {
            let mut function = Function::new([]);
            for number in (1_000..1_020).chain([last]) {
                function.instruction(&Instruction::I32Const(number)).instruction(&Instruction::Drop);
            }
            function.instruction(&Instruction::End);
            function
        };
        let mut caller = Function::new([]);
        caller.instruction(&Instruction::Call(0)).instruction(&Instruction::End);
        let mut nothing = Function::new([]);
        nothing.instruction(&Instruction::Nop).instruction(&Instruction::End);
        for function in [&nothing, &long(7), &caller, &long(8)] {
            functions.function(0);
            code.function(function);
        }
        let mut exports = ExportSection::new();
        exports.export("caller", ExportKind::Func, 2);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        let ordered = order(&module.finish()).unwrap();
        let mut bodies = Vec::new();
        let mut exported = None;
        for payload in Parser::new(0).parse_all(&ordered) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => bodies.push(body),
                Payload::ExportSection(exports) => exported = exports.into_iter().next().map(|export| export.unwrap()),
                _ => {}
            }
        }
        let lengths: Vec<usize> = bodies.iter().map(|body| body.as_bytes().len()).collect();
        assert_eq!(lengths.iter().filter(|length| **length > 50).count(), 2);
        assert!(
            lengths[0] > 50 && lengths[1] > 50,
            "those that are alike come together, the longest first: {lengths:?}"
        );
        let caller = &bodies[exported.unwrap().index as usize];
        let called = caller.get_operators_reader().unwrap().into_iter().next().unwrap().unwrap();
        let Operator::Call { function_index } = called else { panic!("{called:?}") };
        let mut operators = bodies[function_index as usize].get_operators_reader().unwrap().into_iter();
        assert!(matches!(operators.next().unwrap().unwrap(), Operator::Nop));
    }
}
