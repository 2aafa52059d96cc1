#!/bin/sh
# Deploys both components to the Golem that golem-cli is set up for, runs a program in each language, and
# removes the workers again. Needs golem-cli 1.3 or 1.4 and a running server.
set -eu
cd "$(dirname "$0")/.."

golem app build
golem app deploy --yes

# invoke LANGUAGE PROGRAM EXPECTED
invoke() {
    worker="exec:$1/smoke-$$"
    bytes=$(printf '%s' "$2" | od -An -v -tu1 | tr -s ' \n' ',,' | sed 's/^,*//; s/,*$//')
    golem worker new "$worker"
    answer=$(golem worker invoke "$worker" 'golem:exec/executor@1.0.0.{run}' \
        "{kind: $1, version: none}" \
        "[{name: \"main\", content: [$bytes], encoding: none}]" \
        none '[]' '[]' none)
    golem worker delete "$worker"
    case $answer in
        *"$3"*) echo "ok: $1" ;;
        *) echo "FAILED: $1 answered: $answer" >&2; exit 1 ;;
    esac
}

invoke javascript 'console.log(6 * 7)' 42
invoke python 'print("hello")' hello
