import Policies
package import Values

/// A batch from a file beside the policies as they are now.
package struct FileReview: Sendable {
  /// What would be sent, which are the file's own bytes, and what it changes.
  package let review: Review
  /// The policies that were changed after the moment that the file gives for them, or that are gone.
  package let conflicts: [Conflict]
}

extension Workspace {
  /// Reviews a batch from a file against the newest list that was read; the draft has no part in it.
  ///
  /// A policy that the list lacks is asked for by its id: only the server's word for that very policy makes it gone.
  package func review(_ file: BatchFile) async throws(Problem) -> FileReview {
    let settings = try await currentSettings()
    let known = try await policies(named: file)
    let operations = file.operations { known[$0] ?? nil }
    var review = try Review(
      of: file,
      over: { known[$0] ?? nil },
      for: account,
      against: await policies()?.knowing(gone: Set(known.filter { $0.value == nil }.keys)),
      settings: settings
    )
    let undated = file.items.count { [.patch, .put].contains($0.kind) && $0.lastModified == nil }
    if undated > 0 {
      let what = undated.counted("patch or put carries", "patches or puts carry")
      review.notices.append(
        "\(what) no time: what was changed there since the file was written may be overwritten unseen."
      )
    }
    review.scale = scale
    review.repetitions = try await repetitions(in: operations, of: review.fingerprint)
    let conflicts = zip(file.items, operations).compactMap { item, operation -> Conflict? in
      guard let base = operation.base else { return nil }
      guard let current = known[base.id] ?? nil else {
        return Conflict(base: base, theirs: nil, mine: operation.result, fields: [])
      }
      guard let moment = item.lastModified, !Timestamp.isSame(moment, current.echoedModification) else {
        return nil
      }
      var seen = base
      seen.lastModified = moment
      return Conflict(base: seen, theirs: current, mine: operation.result, fields: [])
    }
    return FileReview(review: review, conflicts: conflicts)
  }

  /// The change of the draft that queues what a batch from a file does, as one change; nil if there is nothing to queue.
  ///
  /// New policies get a placeholder and the time of now. Throws a ``Problem`` of kind `invalid` where an item is about a
  /// policy that does not exist, or that another item is about, as the draft has one operation for a policy.
  package func edit(queueing file: BatchFile) async throws(Problem) -> DraftEdit? {
    let known = try await policies(named: file)
    var deletions: [AllowPolicy] = []
    var edits: [DraftEdit.FieldEdit] = []
    var creations: [NewPolicy] = []
    var places: [PolicyID: String] = [:]
    for item in file.items {
      guard item.kind != .post, let id = item.id else {
        creations.append(newPolicy(item.fields))
        continue
      }
      if let earlier = places.updateValue(item.pointer, forKey: id) {
        throw .unqueueable("\(item.pointer) is about the same policy as \(earlier)", "Keep one of the two.")
      }
      guard let policy = known[id] ?? nil else {
        throw .unqueueable("\(item.pointer) is about \(id), which no longer exists", "Take it out of the file.")
      }
      if item.kind == .delete {
        deletions.append(policy)
      } else {
        edits.append(DraftEdit.FieldEdit(policy: policy, set: item.fields, replacesWhole: item.kind == .put))
      }
    }
    guard !file.items.isEmpty else { return nil }
    let count = "\(file.items.count.counted("operation"))"
    return .group([.delete(deletions), .edit(edits), .create(creations)], title: "import \(count)")
  }

  /// The policies that a file's items are about; nil for one that does not exist.
  func policies(named file: BatchFile) async throws(Problem) -> [PolicyID: AllowPolicy?] {
    try await policies(file.items.compactMap { $0.kind == .post ? nil : $0.id })
  }

  /// These policies as they are; nil for one that does not exist.
  func policies(_ ids: [PolicyID]) async throws(Problem) -> [PolicyID: AllowPolicy?] {
    var known: [PolicyID: AllowPolicy?] = [:]
    var missing: [PolicyID] = []
    for id in ids {
      if let policy = list?[id] { known[id] = policy } else { missing.append(id) }
    }
    guard !missing.isEmpty else { return known }
    return known.merging(try await PolicyReader(service: service).read(missing) { _ in }) { $1 }
  }
}

extension Problem {
  fileprivate static func unqueueable(_ what: String, _ advice: String) -> Problem {
    Problem(.invalid, what: "\(what). Nothing was queued.", advice: advice, retry: .safe)
  }
}
