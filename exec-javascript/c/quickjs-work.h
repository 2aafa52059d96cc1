/*
 * Put before each file of QuickJS that is compiled for WASI: how the engine counts its own work, so that
 * a deadline is noticed within one long call as well as between calls. The patches in
 * exec-javascript/patches put the calls where they belong.
 *
 * js_work_left (quickjs.c) is the work that may still be done before JSRuntime.interrupt_handler is
 * asked again. A unit is about 10 to 20 ns: one poll, a step along a list, 32 bytes moved. Who does more than a
 * poll tells charges it; only polls ask, where an interruption can be thrown. What goes below zero is a
 * debt, for which the next poll asks once for every 10,000 units.
 */
#ifndef QUICKJS_WORK_H
#define QUICKJS_WORK_H

#include <stdbool.h>
#include <stddef.h>

extern int js_work_left;

/*
 * More debt than this says nothing new: the handler reads the clock at least once in 64 calls
 * (MOST_POLLS_BETWEEN_READINGS in sandbox-core/src/deadline.rs).
 */
#define JS_MOST_DEBT (64 * 10000)

static inline void js_charge(int units)
{
    if (js_work_left > -JS_MOST_DEBT)
        js_work_left -= units;
}

static inline void js_charge_many(size_t units)
{
    js_charge(units < JS_MOST_DEBT ? (int)units : JS_MOST_DEBT);
}

/* Bytes that are copied, compared or hashed as fast as the machine can. */
static inline void js_charge_bytes(size_t bytes)
{
    js_charge_many(bytes >> 5);
}

/* Characters, limbs or code that a loop looks at one by one. */
static inline void js_charge_chars(size_t chars)
{
    js_charge_many(chars >> 3);
}

/* Elements whose references are counted, or entries of a table that are compared. */
static inline void js_charge_elements(size_t elements)
{
    js_charge_many(elements >> 1);
}

#define js_charge_limbs(limbs) js_charge_chars(limbs)

/* A poll for loops that cannot fail. Who is told to stop leaves what it has: the next poll elsewhere ends
   the program before it can do anything with that. */
extern bool js_stop_now(void);

static inline bool js_must_stop(void)
{
    return --js_work_left <= 0 && js_stop_now();
}

/* Whether to stop, for code below the engine, which cannot throw: its caller does. In quickjs.c. */
extern int lre_check_interrupt(void *opaque);

#endif
