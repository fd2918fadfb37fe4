// Declares each schema of the contract as a separate type. Editors then show `Task` instead of all its properties, even where
// a path refers to the schema.
import ts from 'typescript';

const { factory } = ts;

/** Moves the types of `components['schemas']`, with their documentation, to exported types of the same names. */
export function nameSchemas(nodes: readonly ts.Node[]): ts.Node[] {
  const named: ts.Node[] = [];
  const rest = nodes.map((node) =>
    ts.isInterfaceDeclaration(node) && node.name.text === 'components'
      ? factory.updateInterfaceDeclaration(
          ...([node, node.modifiers, node.name, node.typeParameters, node.heritageClauses] as const),
          node.members.map((member) => (nameOf(member) === 'schemas' ? moveTypes(member, named) : member)),
        )
      : node,
  );
  return [...rest, ...named];
}

function moveTypes(schemas: ts.TypeElement, named: ts.Node[]): ts.TypeElement {
  if (!ts.isPropertySignature(schemas) || !schemas.type || !ts.isTypeLiteralNode(schemas.type))
    throw new Error('components.schemas is not a type literal');
  const members = schemas.type.members.map((member) => {
    const name = nameOf(member);
    if (!ts.isPropertySignature(member) || !member.type || name === undefined)
      throw new Error('A schema has no name or no type');
    const declaration = factory.createTypeAliasDeclaration(
      ...([[factory.createModifier(ts.SyntaxKind.ExportKeyword)], name, undefined, member.type] as const),
    );
    named.push(ts.setSyntheticLeadingComments(declaration, ts.getSyntheticLeadingComments(member)));
    return factory.createPropertySignature(
      ...([member.modifiers, member.name, member.questionToken] as const),
      factory.createTypeReferenceNode(name),
    );
  });
  return factory.createPropertySignature(
    ...([schemas.modifiers, schemas.name, schemas.questionToken] as const),
    factory.createTypeLiteralNode(members),
  );
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}
