/// An import statement: the module that it loads, whatever its access level, attributes or imported symbol.
struct Import: Equatable {
  let module: String
  let line: Int
}

extension SwiftTokens {
  /// Every import statement, those inside `#if` included: a forbidden arrow is one under every condition.
  var imports: [Import] {
    let kinds: Set = ["actor", "class", "enum", "func", "let", "macro", "protocol", "struct", "typealias", "var"]
    return tokens.indices.compactMap { index in
      guard tokens[index].kind == .word, tokens[index].text == "import", !isMember(at: index) else { return nil }
      var path = tokens[(index + 1)...].prefix { $0.kind == .word }
      if let first = path.first, kinds.contains(first.text), path.count > 1 { path = path.dropFirst() }
      return path.first.map {
        Import(module: $0.text.filter { $0 != "`" }, line: tokens[index].line)
      }
    }
  }

  private func isMember(at index: Int) -> Bool {
    index > 0 && tokens[index - 1].text == "."
  }
}

/// An import that the table of rooms does not allow.
struct ForbiddenImport: Equatable, CustomStringConvertible {
  let file: String
  let line: Int
  let module: String

  var description: String { "\(file):\(line): this room may not import \(module)" }
}

/// Holds source files against the table of rooms.
struct ImportRule {
  let rooms: [Room]

  /// The forbidden imports in `files`, in the order of file and line.
  ///
  /// A file that belongs to no room may import nothing.
  func violations(in files: [SourceFile]) -> [ForbiddenImport] {
    let allowed = Dictionary(uniqueKeysWithValues: rooms.map { ($0.name, $0.allowed) })
    return files.flatMap { file in
      file.code.imports
        .filter { !allowed[file.room, default: []].contains($0.module) }
        .map { ForbiddenImport(file: file.path, line: $0.line, module: $0.module) }
    }
  }
}
