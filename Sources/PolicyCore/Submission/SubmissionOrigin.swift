/// Who is behind a submission where the local user's name says little, as in a pipeline, and where it came from.
package struct SubmissionOrigin: Hashable, Sendable, Codable {
  /// As the one who started it calls himself, such as the author of a merge; nil where nobody said.
  package var actor: String?
  /// The machine's name.
  package var host: String
  /// The program's version.
  package var version: String

  package init(actor: String? = nil, host: String, version: String) {
    self.actor = actor
    self.host = host
    self.version = version
  }
}
