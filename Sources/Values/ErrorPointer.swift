/// Where in the request body the server says that an error is.
///
/// The form of the pointer for items of a batch is not documented, so `/patches/0/id`, `patches.0.id` and
/// `patches[0].id` are read alike.
package struct ErrorPointer: Hashable, Sendable {
  private let parts: [Substring]
  private let text: String

  package init(_ text: String) {
    self.text = text
    parts = text.split { "/.[]".contains($0) }
  }

  /// Whether it points at, or into, the item that this JSON pointer names, such as `/patches/0`.
  package func isAbout(_ pointer: String) -> Bool {
    let item = pointer.split(separator: "/")
    return parts.starts(with: item)
  }

  /// The name of the item's member that it points at; nil where it points at an item or above.
  package var member: String? { parts.dropFirst(2).first.map(String.init) }
}
