//! What a caller passes to a program, checked.

/// The arguments, environment and standard input of a program, as its caller passed them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invocation {
    /// Arguments, the program's own name not among them.
    pub args: Vec<String>,
    /// Environment variables, before the policy has looked at them.
    pub env: Vec<(String, String)>,
    /// Standard input.
    pub stdin: Vec<u8>,
}

/// What is malformed in an invocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvocationError {
    /// POSIX has no arguments with NUL.
    #[error("args[{index}]: contains NUL")]
    NulInArgument {
        /// Which argument.
        index: usize,
    },
    /// POSIX: a name is not empty, and has no `=` and no NUL.
    #[error("env[{index}]: {name:?} is not the name of an environment variable")]
    EnvironmentName {
        /// Which variable.
        index: usize,
        /// Its name.
        name: String,
    },
    /// POSIX has no values with NUL.
    #[error("env[{index}]: the value of {name:?} contains NUL")]
    NulInValue {
        /// Which variable.
        index: usize,
        /// Its name.
        name: String,
    },
}

impl Invocation {
    /// Checks what cannot be passed to any program.
    ///
    /// # Errors
    /// The first malformed item.
    pub fn check(&self) -> Result<(), InvocationError> {
        if let Some(index) = self
            .args
            .iter()
            .position(|argument| argument.contains('\0'))
        {
            return Err(InvocationError::NulInArgument { index });
        }
        for (index, (name, value)) in self.env.iter().enumerate() {
            if name.is_empty() || name.contains(['=', '\0']) {
                return Err(InvocationError::EnvironmentName {
                    index,
                    name: name.clone(),
                });
            }
            if value.contains('\0') {
                return Err(InvocationError::NulInValue {
                    index,
                    name: name.clone(),
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(args: &[&str], env: &[(&str, &str)]) -> Option<String> {
        let invocation = Invocation {
            args: args.iter().map(|&argument| argument.to_owned()).collect(),
            env: env
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            stdin: Vec::new(),
        };
        invocation.check().err().map(|error| error.to_string())
    }

    #[test]
    fn names_what_is_malformed() {
        assert_eq!(message(&["", "a b"], &[("A", ""), ("é", "=")]), None);
        assert_eq!(
            message(&["a", "b\0"], &[]).as_deref(),
            Some("args[1]: contains NUL")
        );
        assert_eq!(
            message(&[], &[("A", "1"), ("B=C", "2")]).as_deref(),
            Some("env[1]: \"B=C\" is not the name of an environment variable")
        );
        assert_eq!(
            message(&[], &[("A", "\0")]).as_deref(),
            Some("env[0]: the value of \"A\" contains NUL")
        );
    }
}
