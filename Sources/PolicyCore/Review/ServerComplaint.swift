import Policies
package import Values

/// One of the server's errors, laid on the operation of the batch that it is about.
package struct ServerComplaint: Hashable, Sendable {
  package let error: ServerError
  /// Nil where it is about the whole, or where it cannot be told.
  package let entry: BatchPlan.Entry?
  /// Whether the operation was recognised only by its pattern or id in the server's words.
  package let isProbable: Bool

  /// Lays errors on the operations of a batch, in the order of the errors.
  package static func all(_ errors: [ServerError], on plan: BatchPlan) -> [ServerComplaint] {
    errors.map { error in
      if let pointer = error.pointer.map({ ErrorPointer($0) }),
        let entry = plan.entries.first(where: { pointer.isAbout($0.pointer) })
      {
        return ServerComplaint(error: error, entry: entry, isProbable: false)
      }
      let named = plan.entries.filter { isNamed($0.operation, in: error.message) }
      return ServerComplaint(error: error, entry: named.count == 1 ? named[0] : nil, isProbable: named.count == 1)
    }
  }

  /// A short text is in many messages by chance.
  private static func isNamed(_ operation: DraftOperation, in message: String) -> Bool {
    [operation.id.text, operation.pattern, operation.result?.pattern ?? ""].contains { name in
      name.utf8.count >= 4 && message.utf8.count >= name.utf8.count && message.contains(name)
    }
  }

  /// Where it is, and what the server said, such as `/posts/0/pattern (post new.example): is not valid [1001]`.
  package var sentence: String {
    let code = error.code.map { " [\($0)]" } ?? ""
    let place = error.pointer ?? entry?.pointer ?? ""
    let operation = entry.map {
      "\(isProbable ? "probably " : "")\($0.operation.kind.rawValue) \($0.operation.pattern)"
    }
    let subject =
      switch (place.isEmpty, operation) {
      case (true, nil): "the server says"
      case (true, let operation?): operation
      case (false, nil): place
      case (false, let operation?): "\(place) (\(operation))"
      }
    return "\(subject): \(error.message)\(code)"
  }
}
