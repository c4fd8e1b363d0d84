/// For tests: a look behind the API, and hands behind the client's back.
extension SandboxServer {
  /// Replaces the faults; counting begins anew, and an empty list ends all of them.
  ///
  /// What is to be applied late stays so.
  package func setFaults(_ new: [Fault]) { faults.replace(with: new) }

  // MARK: - What reached it

  /// The latest requests in the order in which they arrived: at most 2,000, and at most 32 MiB of bodies.
  package var requests: [ReceivedRequest] { log.requests }

  /// Forgets the requests so far; the ledger keeps its batches.
  package func forgetRequests() { log.clear() }

  /// What became of each batch so far.
  ///
  /// Who sees the policies that a batch left behind finds it applied here, and the other way round.
  package var ledger: Ledger { book.ledger }

  /// Waits until every batch that was taken is applied, refused or prevented; false when that takes longer.
  ///
  /// A client can give up before its batch is read here: who knows that one is on its way says how many there must be.
  package func settled(batches least: Int = 0, within limit: Duration = .seconds(180)) async -> Bool {
    let deadline = ContinuousClock.now + limit
    while book.hasWaiting || book.received < least {
      guard ContinuousClock.now < deadline else { return false }
      do {
        try await Task.sleep(for: .milliseconds(5))
      } catch {
        return false
      }
    }
    return true
  }

  // MARK: - The messages

  /// Gives every message of a day so far, each as JSON text, oldest first; days are counted from 1970.
  package func allMessages(ofDay day: Int64) async throws(SandboxError) -> [String] {
    try await Self.reaching { try await self.searches.all(ofDay: day).map { $0.rendered() } }
  }

  // MARK: - The policies

  /// Gives the number of policies.
  package func policyCount() async throws(SandboxError) -> Int { try await Self.reaching(table.count) }

  /// Gives a policy as the API would show it, or nil when there is none with this id.
  package func policyJSON(id: String) async throws(SandboxError) -> String? {
    try await Self.reaching { try await self.table.rendered(id: id) }
  }

  /// Gives the ids of all policies.
  package func policyIDs() async throws(SandboxError) -> [String] {
    try await Self.reaching { try await self.table.ids() }
  }

  /// Gives all policies, each as JSON text, by time of creation.
  package func allPolicies() async throws(SandboxError) -> [String] { try await Self.reaching(table.allRendered) }

  /// Sets some fields of a policy, given as a JSON object such as `{"comments":"theirs"}`, without a request.
  ///
  /// Gives the policy as the API would show it. Its time of modification is now, as after any edit.
  @discardableResult
  package func change(id: String, fields: String) async throws(SandboxError) -> String {
    let edit = try PolicyEdit(fields)
    return try await Self.reaching { try await self.table.edit(id: id, edit.fields).json }
  }

  /// Deletes a policy, without a request.
  package func delete(id: String) async throws(SandboxError) {
    _ = try await Self.reaching { try await self.table.delete(id: id) }
  }

  /// Serves this text in the place of a policy, until it is changed: what a server may say that no contract describes.
  ///
  /// What an operation does to the policy is decided by its real fields.
  package func pretend(id: String, is json: String) async throws(SandboxError) {
    try await Self.reaching { try await self.table.pretend(id: id, is: json) }
  }

  /// Creates a policy from its fields, given as a JSON object, without a request; gives its id.
  @discardableResult
  package func create(fields: String) async throws(SandboxError) -> String {
    let fields = try PolicyEdit.fields(fields, .create)
    return try await Self.reaching { try await self.table.create(fields).id }
  }

  private static func reaching<Value: Sendable>(
    _ reach: @Sendable () async throws -> Value
  ) async throws(SandboxError) -> Value {
    do {
      return try await reach()
    } catch let refusal as Refusal {
      throw .notDone(reason: refusal.items.first?.message ?? "status \(refusal.status)")
    } catch {
      throw .storage(reason: "\(error)")
    }
  }
}
