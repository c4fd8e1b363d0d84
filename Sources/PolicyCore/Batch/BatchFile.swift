package import Foundation

/// A batch as a file has it: the body of the request, which is sent byte for byte as it is.
///
/// So it is read strictly: what is accepted says the same to every reader, and all that it says is in `items`.
package struct BatchFile: Hashable, Sendable {
  /// One item of one of the four arrays.
  package struct Item: Hashable, Sendable {
    package let kind: OperationKind
    /// Where it stands, as a JSON pointer (RFC 6901) such as `/posts/3`.
    package let pointer: String
    /// Only a post may have none (the lean encoding).
    package let id: PolicyID?
    /// The writable fields that it sends, and only those; a comment of null is an empty one.
    package let fields: PolicyFields
    package let createdAt: String?
    /// When the policy was last changed as far as the author of the batch knew; nil in the lean encoding.
    package let lastModified: String?
    package let modifiedAt: String?
  }

  /// 64 MB, many times what the largest batch that the API takes could have.
  package static let maximumSize = 64 * 1024 * 1024

  /// The file's bytes.
  package let data: Data
  /// In the order of execution: deletes, patches, puts, posts, and in each as the file has them.
  package let items: [Item]

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names the first mistake where they are not JSON (RFC 8259), not of the
  /// contract's shape, or have a meaning that depends on the reader. What the values mean is left to the rules.
  package init(_ data: Data) throws(Problem) {
    let reading = Self.read(data)
    if let first = reading.mistakes.first { throw .batchFile(first, more: reading.mistakeCount - 1) }
    self.data = data
    items = reading.items
  }

  /// What is wrong with a file, in the order in which it is found, but at most 20 mistakes; none for one that can be
  /// taken.
  package static func mistakes(in data: Data) -> [BatchFileMistake] {
    read(data).mistakes
  }

  private static func read(
    _ data: Data
  ) -> (items: [Item], mistakes: [BatchFileMistake], mistakeCount: Int) {
    guard data.count <= maximumSize else {
      let what = "has \(data.count) bytes, and no batch is larger than \(maximumSize)"
      return ([], [BatchFileMistake("", at: 0, of: [], what)], 1)
    }
    let bytes = [UInt8](data)
    do throws(JSONSyntaxError) {
      var reader = try BatchFileReader(bytes)
      try reader.read()
      return (reader.items, reader.mistakes, reader.mistakeCount)
    } catch {
      // What was read before would only distract: the rest of the file may belong elsewhere.
      return ([], [BatchFileMistake(nil, at: error.offset, of: bytes, error.what)], 1)
    }
  }
}

extension BatchFile {
  /// The encoding in which it is written: only the documented one carries timestamps.
  package var encoding: BatchEncoding {
    let isDocumented = items.contains { $0.createdAt != nil || $0.lastModified != nil || $0.modifiedAt != nil }
    return isDocumented ? .documented : .lean
  }

  /// The items as operations, in their order.
  ///
  /// Each is laid over what `policies` gives for its id, or where that is nil over a policy of which only the id and the
  /// item's timestamps are known. Edits hold all that the item sends, even what equals the policy. A post without id gets
  /// a placeholder made of its place, such as `posts/3`.
  package func operations(over policies: (PolicyID) -> AllowPolicy?) -> [DraftOperation] {
    items.enumerated().map { position, item in
      DraftOperation(intent: item.intent(over: policies), position: position)
    }
  }
}

extension BatchFile.Item {
  fileprivate func intent(over policies: (PolicyID) -> AllowPolicy?) -> DraftOperation.Intent {
    let id = id ?? PolicyID(String(pointer.dropFirst()))
    switch kind {
    case .delete:
      return .delete(base: base(id, among: policies), suspended: nil)
    case .patch, .put:
      return .edit(base: base(id, among: policies), PolicyEdit(changes: fields, replacesWhole: kind == .put))
    case .post:
      return .create(NewPolicy(placeholderID: id, queuedAt: createdAt ?? lastModified ?? "", fields: fields))
    }
  }

  private func base(_ id: PolicyID, among policies: (PolicyID) -> AllowPolicy?) -> AllowPolicy {
    if let known = policies(id) { return known }
    return AllowPolicy(
      id: id,
      fields: PolicyFields(),
      createdAt: createdAt,
      modifiedAt: modifiedAt,
      lastModified: lastModified
    )
  }
}
