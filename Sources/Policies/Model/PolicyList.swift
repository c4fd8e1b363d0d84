/// An immutable snapshot of an account's policies, in the server's order (oldest first).
///
/// Views reach rows only through this type, so that its storage can change. Copies share the storage.
package struct PolicyList: Equatable, Sendable {
  package let table: PolicyTable
  /// Told apart by number, never by comparing rows: two snapshots with one revision are the same.
  package let revision: Int

  package init(_ table: PolicyTable, revision: Int = 0) {
    self.table = table
    self.revision = revision
  }

  /// Keeps the first of several policies with one id.
  package init(_ policies: some Collection<AllowPolicy> = [], revision: Int = 0) {
    self.init(PolicyTable(policies), revision: revision)
  }

  package static func == (left: PolicyList, right: PolicyList) -> Bool {
    left.revision == right.revision && left.table == right.table
  }

  package func index(of id: PolicyID) -> Int? { table.index(of: id) }

  package subscript(id: PolicyID) -> AllowPolicy? { table[id] }

  /// Cheaper than the policy, where only its id is asked for.
  package func id(at row: Int) -> PolicyID { table.id(at: row) }

  /// Cheaper than the policy, where only what can be written of it is asked for.
  package func fields(at row: Int) -> PolicyFields { table.fields(at: row) }
}

extension PolicyList: RandomAccessCollection {
  package var startIndex: Int { table.startIndex }
  package var endIndex: Int { table.endIndex }
  package subscript(position: Int) -> AllowPolicy { table[position] }
}
