// Plugins that bring no types.
declare module 'eslint-plugin-no-unsanitized' {
  const plugin: import('eslint').ESLint.Plugin;
  export default plugin;
}

declare module 'eslint-plugin-security' {
  const plugin: import('eslint').ESLint.Plugin & {
    configs: { recommended: { rules: Record<string, unknown> } };
  };
  export default plugin;
}
