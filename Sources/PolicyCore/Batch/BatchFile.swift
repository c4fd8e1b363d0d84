package import Foundation
package import Policies

/// A batch as a file has it: the body of the request, which is sent byte for byte as it is.
///
/// All that the bytes say is in `items`: whoever reads them is strict.
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

    package init(
      kind: OperationKind,
      pointer: String,
      id: PolicyID?,
      fields: PolicyFields,
      createdAt: String?,
      lastModified: String?,
      modifiedAt: String?
    ) {
      self.kind = kind
      self.pointer = pointer
      self.id = id
      self.fields = fields
      self.createdAt = createdAt
      self.lastModified = lastModified
      self.modifiedAt = modifiedAt
    }
  }

  /// The file's bytes.
  package let data: Data
  /// In the order of execution: deletes, patches, puts, posts, and in each as the file has them.
  package let items: [Item]

  package init(data: Data, items: [Item]) {
    self.data = data
    self.items = items
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
