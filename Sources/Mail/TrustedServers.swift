/// The servers whose word on a message counts: what others wrote in its header, its sender may have written.
package struct TrustedServers: Hashable, Sendable {
  private let names: Set<String>

  /// Names as such a server writes them of itself, in upper or lower case, with or without a final dot.
  package init(_ names: [String]) {
    self.names = Set(names.map(Self.folded))
  }

  package var isEmpty: Bool { names.isEmpty }

  package func contains(_ name: String) -> Bool { names.contains(Self.folded(name)) }

  private static func folded(_ name: String) -> String {
    let name = name.lowercased()
    return name.hasSuffix(".") ? String(name.dropLast()) : name
  }
}
