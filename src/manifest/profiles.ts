/** Whether a unit with these profiles takes part when `asked` were asked for (Compose Specification, "Profiles"). */
export function isActive(profiles: readonly string[], asked: readonly string[]): boolean {
  return profiles.length === 0 || asked.includes('*') || profiles.some((profile) => asked.includes(profile));
}
