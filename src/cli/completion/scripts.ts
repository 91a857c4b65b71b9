/** Runs in Bash 3.2 too, which has no compopt: it then offers files where there are no words. */
const bash = `# Completion of devstack for Bash. In ~/.bashrc: eval "$(devstack completion bash)"
__devstack_complete() {
  local line kind=
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(devstack __complete bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  case $kind in
    words) compopt +o default +o bashdefault ;;
    parts) compopt +o default +o bashdefault -o nospace ;;
    folders) compopt +o default +o bashdefault -o dirnames ;;
  esac 2>/dev/null
  return 0
}
complete -o default -o bashdefault -F __devstack_complete devstack
`;

const zsh = `#compdef devstack
# Completion of devstack for Zsh. In ~/.zshrc, after compinit: eval "$(devstack completion zsh)"
_devstack() {
  local line kind= tab=$'\\t'
  local -a found space
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line
    else found+=("\${\${line%%$tab*}//:/\\\\:}:\${line#*$tab}")
    fi
  done < <(devstack __complete words "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  case $kind in
    words) _describe -V devstack found ;;
    parts) _describe -V devstack found -S '' ;;
    folders) compset -P '--*='; _files -/ ;;
    *) compset -P '--*='; _files ;;
  esac
}
if [[ $funcstack[1] == _devstack ]]; then _devstack "$@"; else compdef _devstack devstack; fi
`;

const fish = `# Completion of devstack for fish. In ~/.config/fish/config.fish: devstack completion fish | source
function __devstack_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -l plain (string unescape -- "$current"; or printf '%s\\n' "$current")
  set -l answer (devstack __complete words $before[2..-1] "$plain" 2>/dev/null)
  set -l option (string match -r '^--[^=]*=' -- "$plain")
  switch "$answer[1]"
    case words parts
      printf '%s\\n' $answer[2..-1]
    case folders
      printf "$option%s\\n" (__fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$plain"))
    case '*'
      printf "$option%s\\n" (__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$plain"))
  end
end
complete -c devstack -e
complete -c devstack -f -k -a '(__devstack_complete)'
`;

/** What each shell reads to complete devstack's words; all of them ask `devstack __complete`. */
export const scripts = { bash, zsh, fish } as const;

/** Whether there is a script for it. */
export const isShellName = (name: string): name is keyof typeof scripts => Object.hasOwn(scripts, name);
