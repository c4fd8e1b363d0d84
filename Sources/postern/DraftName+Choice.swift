import ArgumentParser
import Policies
import Values

extension DraftName {
  /// Reads the value of `--draft`.
  init(argument text: String) throws {
    guard let name = DraftName(text) else { throw ValidationError("--draft takes \(Self.expected).") }
    self = name
  }

  /// The one that `POSTERN_DRAFT` names, or else the standard one; an empty variable counts as none.
  ///
  /// Throws a ``Problem`` of kind `usage` where that is no name.
  static func chosen(by environment: [String: String]) throws(Problem) -> DraftName {
    guard let text = environment["POSTERN_DRAFT"], !text.isEmpty else { return .standard }
    guard let name = DraftName(text) else {
      throw Problem(
        .usage,
        what: "POSTERN_DRAFT is no name of a draft.",
        advice: "A name is \(expected). Set another, or unset it."
      )
    }
    return name
  }
}
