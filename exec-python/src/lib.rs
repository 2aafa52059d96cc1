//! golem:exec@1.0.0 for Python, on CPython.
