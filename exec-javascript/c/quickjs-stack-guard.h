/*
 * Put before quickjs.c when it is compiled for WASI, so that QuickJS checks its stack.
 *
 * QuickJS bounds recursion by comparing the stack pointer with a limit. Where __wasi__ is defined,
 * quickjs.c sets that limit to 0, which means none, and JS_SetMaxStackSize has no effect: deep
 * recursion then runs into the end of the stack, a WebAssembly trap, which no program can catch and
 * which ends the whole instance. The check itself works on WASI, but what it looks at does not
 * suffice: __builtin_frame_address(0) is the shadow stack's pointer in linear memory, where a parser's
 * functions have next to nothing. The sandbox knows better how much stack is used: see
 * sandbox-core/libc/src/stack.rs, whose function takes the builtin's place.
 *
 * So this header undefines __wasi__ for the text of quickjs.c alone. What quickjs.c includes is
 * included here first, while __wasi__ is still defined; their include guards make the later
 * #include lines empty. Without that, the C library's headers would not know their platform, and
 * cutils.h would ask for threads and report the size of every allocation as 0, by which the memory
 * limit would count nothing.
 *
 * quickjs.c tests for __wasi__ in three places. Two set the limit to 0: those are switched off here.
 * The third leaves atomics out, which a patch lets in again. The compiler wrapper that includes this
 * file checks that there are these three and no others.
 */
#ifndef __wasi__
#error "quickjs-stack-guard.h is for WASI only"
#endif
#ifndef EMSCRIPTEN
#error "without EMSCRIPTEN, quickjs.c would use computed gotos here"
#endif

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "cutils.h"

#undef __wasi__

extern void *__sandbox_stack_position(void);
#define __builtin_frame_address(level) __sandbox_stack_position()

/*
 * The one cycle of calls that quickjs.c does not check: a built-in iterator's next function, called
 * directly for speed, calls that of the iterator which it wraps, and so on along a chain of
 * `iterator.map(f).map(f)...`. In both places the function is called as func.iterator_next(...).
 */
#define iterator_next(context, ...)                                                                \
    iterator_next == NULL || js_check_stack_overflow((context)->rt, 0)                             \
        ? JS_ThrowStackOverflow(context)                                                           \
        : (func.iterator_next)(context, __VA_ARGS__)
