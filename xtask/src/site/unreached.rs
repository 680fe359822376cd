//! Leaving out what the pages carry but never reach.
//!
//! Leptos 0.8 keeps a table of functions for every kind of view. Two of its entries serve only applications with lazily
//! loaded routes or cloned templates: hydrating asynchronously, and hydrating from a template. The table keeps the
//! linker from seeing that ours has neither, and they are a tenth of the file. Leptos 0.9 leaves them out itself
//! (leptos-rs/leptos#4852); then this file goes. Should one of them be called all the same, the page stops with
//! `unreachable`, which every browser test would show.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// How the names of these functions read in the name section, mangled: the length, then the name. Names of their
/// destructors read otherwise, and are left alone: the linker may have merged those with others.
const UNREACHED: [&str; 3] = ["13hydrate_async", "21hydrate_from_template", "27new_with_async_value_erased"];

/// Empties the functions that are never reached, so that nothing they alone need is kept. Returns how many.
pub fn empty(module: &mut Module) -> usize {
    let unreached: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_unreached))
        .collect();
    for id in &unreached {
        let kind = module.types.get(module.funcs.get(*id).ty());
        let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments = parameters.iter().map(|parameter| module.locals.add(*parameter)).collect();
        let mut function = FunctionBuilder::new(&mut module.types, &parameters, &results);
        function.func_body().unreachable();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(function.local_func(arguments));
    }
    unreached.len()
}

fn is_unreached(name: &str) -> bool {
    UNREACHED.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HYDRATE: &str = "_ZN6tachys4view8any_view8into_any13hydrate_async17h0123456789abcdefE";
    const DROP: &str = "_ZN4core3ptr40drop_in_place$LT$..into_any..hydrate_async$GT$17h0123456789abcdefE";

    fn module() -> Module {
        let mut module = Module::default();
        for name in [HYDRATE, DROP] {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[walrus::ValType::I32]);
            function.func_body().i32_const(42);
            let id = function.finish(Vec::new(), &mut module.funcs);
            module.funcs.get_mut(id).name = Some(name.to_owned());
        }
        module
    }

    fn says_42(module: &Module, name: &str) -> bool {
        let function = module.funcs.get(module.funcs.by_name(name).unwrap()).kind.unwrap_local();
        !matches!(function.block(function.entry_block()).instrs[0].0, walrus::ir::Instr::Unreachable(_))
    }

    #[test]
    fn only_what_is_never_reached_is_emptied() {
        let mut module = module();
        assert_eq!(empty(&mut module), 1);
        assert!(!says_42(&module, HYDRATE));
        assert!(says_42(&module, DROP));
        assert_eq!(module.funcs.iter_local().count(), 2);
    }
}
