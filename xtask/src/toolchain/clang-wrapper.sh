#!/bin/sh
# The C compiler of this workspace's guests: clang with the headers, libraries and runtime of the
# folder that this script is in. It adds two things to what it is told.
#
# - No path of this machine gets into an object file (__FILE__, debug information), so that the same
#   sources give the same bytes wherever they are built.
# - QuickJS's quickjs.c gets its stack check back, which it leaves out on WASI; see
#   include/quickjs-stack-guard.h. That header holds for the code it was written for: when quickjs.c
#   tests for WASI in other ways than it did then, this is an error, not a silent loss.
# - QuickJS counts its work and can be interrupted within long calls: patches/*.patch, each with its
#   reasons at its head, are applied to a copy of its files beside them. A patch that does not fit to
#   the letter is an error.
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

# A patched copy of QuickJS's files, in a folder of its own for each file that is compiled: they are
# compiled at the same time.
patch_quickjs() {
    source_folder=$1
    patched=$1/patched-$2
    rm -rf -- "$patched"
    mkdir -- "$patched"
    cp -- "$source_folder/quickjs.c" "$source_folder/libregexp.c" "$source_folder/libunicode.c" \
        "$source_folder/cutils.h" "$patched"
    for change in "$root"/patches/*.patch; do
        if ! patch --batch --forward --silent --fuzz=0 --no-backup-if-mismatch -p1 \
            -d "$patched" <"$change" >&2; then
            echo "$source_folder: ${change##*/} does not fit this QuickJS." >&2
            echo "Its head says what it is for: bring exec-javascript/patches up to date with the engine," >&2
            echo "or remove it there and in xtask/src/toolchain/layout.rs if the engine does so itself." >&2
            exit 1
        fi
    done
}

is_quickjs() {
    case $2 in
        quickjs.c | libregexp.c | libunicode.c) [ -f "$1/quickjs.c" ] && [ -f "$1/cutils.h" ] ;;
        *) false ;;
    esac
}

for argument do
    shift
    case $argument in
        *.c | *.cc | *.cpp)
            if [ -f "$argument" ]; then
                folder=$(dirname -- "$argument")
                name=${argument##*/}
                case $folder in
                    /*) set -- "$@" "-ffile-prefix-map=$folder/=" ;;
                esac
                if [ "$name" = quickjs.c ]; then
                    check_quickjs "$argument"
                fi
                if is_quickjs "$folder" "$name"; then
                    patch_quickjs "$folder" "$name"
                    argument=$patched/$name
                    # -iquote: what the headers below include, and what was not patched, lies there.
                    set -- "$@" "-ffile-prefix-map=$patched/=" -iquote "$patched" -iquote "$folder" \
                        -include "$root/include/quickjs-work.h"
                    if [ "$name" = quickjs.c ]; then
                        set -- "$@" -include "$root/include/quickjs-stack-guard.h"
                    fi
                fi
            fi
            ;;
    esac
    set -- "$@" "$argument"
done

exec "$clang" --target=wasm32-wasip1 --sysroot="$root/share/wasi-sysroot" \
    -resource-dir "$root/lib/clang" -B "$root/bin" \
    -ffile-prefix-map="$root=/toolchain" -ffile-prefix-map="$PWD=." "$@"
