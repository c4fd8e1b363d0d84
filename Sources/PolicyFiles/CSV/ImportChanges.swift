package import Policies

/// What a person changed of a file's rows before they are queued; the file itself stays as it is.
package struct ImportChanges: Hashable, Sendable {
  /// What rows say in place of what stands in the file, by their places among its rows.
  package var mended: [Int: PolicyFields] = [:]
  /// The places of rows that are passed over.
  package var leftOut: Set<Int> = []

  package init() {}
}
