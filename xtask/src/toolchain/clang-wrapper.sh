#!/bin/sh
# The C compiler of this workspace's guests: clang with the headers, libraries and runtime of the
# folder that this script is in. It adds two things to what it is told.
#
# - No path of this machine gets into an object file (__FILE__, debug information), so that the same
#   sources give the same bytes wherever they are built.
# - QuickJS's quickjs.c gets its stack check back, which it leaves out on WASI; see
#   include/quickjs-stack-guard.h. That header holds for the code it was written for: when quickjs.c
#   tests for WASI in other ways than it did then, this is an error, not a silent loss.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
case $0 in
    *++) clang=$root/libexec/clang++ ;;
    *) clang=$root/libexec/clang ;;
esac

check_quickjs() {
    if ! awk '
        /__wasi__/ { tests++ }
        before ~ /^#ifdef __wasi__/ && /rt->stack_size = 0;/ { guarded++ }
        before ~ /^#if defined\(__wasi__\)/ && /rt->stack_limit = 0;/ { guarded++ }
        /!defined\(EMSCRIPTEN\) && !defined\(__wasi__\)/ { atomics++ }
        /__builtin_frame_address\(0\)/ { positions++ }
        /(return|=) func\.iterator_next\(/ { chained++ }
        { before = $0 }
        END { exit !(tests == 3 && guarded == 2 && atomics == 1 && positions == 1 && chained == 2) }
    ' "$1"; then
        echo "$1: not the text that quickjs-stack-guard.h was written for." >&2
        echo "See what differs, and change exec-javascript/c/quickjs-stack-guard.h and" >&2
        echo "xtask/src/toolchain/clang-wrapper.sh to match, or remove both when the engine" >&2
        echo "checks its stack on WASI by itself." >&2
        exit 1
    fi
}

for argument do
    case $argument in
        *.c | *.cc | *.cpp)
            if [ -f "$argument" ]; then
                folder=$(dirname -- "$argument")
                case $folder in
                    /*) set -- "$@" "-ffile-prefix-map=$folder/=" ;;
                esac
                if [ "${argument##*/}" = quickjs.c ]; then
                    check_quickjs "$argument"
                    # -iquote: the header includes cutils.h, which lies beside quickjs.c.
                    set -- "$@" -iquote "$folder" -include "$root/include/quickjs-stack-guard.h"
                fi
            fi
            ;;
    esac
done

exec "$clang" --target=wasm32-wasip1 --sysroot="$root/share/wasi-sysroot" \
    -resource-dir "$root/lib/clang" -B "$root/bin" \
    -ffile-prefix-map="$root=/toolchain" -ffile-prefix-map="$PWD=." "$@"
