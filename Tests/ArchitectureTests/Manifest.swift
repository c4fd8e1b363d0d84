/// What `Package.swift` says, read from its text.
///
/// Asking the package manager instead would wait for the build folder, which is locked while tests run. The reader
/// knows the few forms that this manifest uses: targets with literal names, whose dependencies are a sum of lists and
/// of constants that hold products.
struct Manifest {
  struct Target: Sendable {
    /// The function that declares it: `target`, `executableTarget`, `systemLibrary` or `testTarget`.
    let kind: String
    let name: String
    /// Names of targets and of library products.
    let dependencies: Set<String>
    let path: String?
  }

  /// In the order in which they are declared.
  let targets: [Target]
  /// The names of the theme files that are compiled into the binary, without their suffix.
  let shippedThemes: [String]

  init(_ text: String) {
    let tokens = SwiftTokens(text).tokens
    let constants = Self.constants(in: tokens)
    targets = tokens.indices.compactMap { Self.target(at: $0, in: tokens, constants: constants) }
    shippedThemes = constants["shippedThemes", default: []].filter { $0.kind == .string }.map(\.text)
  }

  // MARK: - Reading

  private typealias Tokens = ArraySlice<SwiftTokens.Token>

  /// The right sides of all `let` declarations, each up to where the next declaration begins.
  private static func constants(in tokens: [SwiftTokens.Token]) -> [String: Tokens] {
    let starts = tokens.indices.filter { ["let", "for"].contains(tokens[$0].text) }
    let pairs = zip(starts, starts.dropFirst() + [tokens.endIndex]).compactMap { start, end -> (String, Tokens)? in
      guard start + 1 < end, let equals = tokens[start..<end].firstIndex(where: { $0.text == "=" }) else { return nil }
      return (tokens[start + 1].text, tokens[(equals + 1)..<end])
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private static func target(at index: Int, in tokens: [SwiftTokens.Token], constants: [String: Tokens]) -> Target? {
    let kind = tokens[index].text
    guard ["target", "executableTarget", "systemLibrary", "testTarget"].contains(kind),
      index > 0, tokens[index - 1].text == ".", index + 1 < tokens.endIndex, tokens[index + 1].text == "("
    else { return nil }
    let arguments = arguments(of: tokens[(index + 2)...])
    guard let name = arguments["name"]?.first?.text else { return nil }
    return Target(
      kind: kind,
      name: name,
      dependencies: dependencies(in: arguments["dependencies", default: []], constants: constants),
      path: arguments["path"]?.first?.text
    )
  }

  /// The labelled arguments from just behind an opening parenthesis up to the one that closes it.
  private static func arguments(of tokens: Tokens) -> [String: Tokens] {
    var arguments: [String: Tokens] = [:]
    var depth = 0
    var start = tokens.startIndex
    for index in tokens.indices {
      let isEnd = depth == 0 && [",", ")"].contains(tokens[index].text) && tokens[index].kind == .symbol
      if isEnd, start + 1 < index { arguments[tokens[start].text] = tokens[(start + 2)..<index] }
      if isEnd, tokens[index].text == ")" { break }
      if isEnd { start = index + 1 }
      guard tokens[index].kind == .symbol else { continue }
      if ["(", "[", "{"].contains(tokens[index].text) { depth += 1 }
      if [")", "]", "}"].contains(tokens[index].text) { depth -= 1 }
    }
    return arguments
  }

  /// The names in a sum of lists: strings are targets, words are constants, and a product is known by its name.
  private static func dependencies(in tokens: Tokens, constants: [String: Tokens]) -> Set<String> {
    var names: Set<String> = []
    for index in tokens.indices {
      let label = index > tokens.startIndex + 1 && tokens[index - 1].text == ":" ? tokens[index - 2].text : nil
      switch tokens[index].kind {
      case .string where label == nil || label == "name": names.insert(tokens[index].text)
      case .word: names.formUnion(products(in: constants[tokens[index].text, default: []]))
      case .string, .symbol: break
      }
    }
    return names
  }

  private static func products(in tokens: Tokens) -> [String] {
    tokens.indices.dropFirst(2).filter { tokens[$0].kind == .string && tokens[$0 - 2].text == "name" }
      .map { tokens[$0].text }
  }
}
