import Foundation
import Terminal
import Values

/// The editor of a person's choice, for one text.
struct TextEditor {
  /// Variables with secrets, which the editor has no use for.
  let secretVariables: [String]

  /// Runs `$VISUAL`, else `$EDITOR`, else `vi` on the text, and gives what was saved.
  ///
  /// `lend` gives the terminal to what it is handed while that runs. Throws a ``Problem`` of kind `terminal` where the
  /// editor cannot be run or fails; the text is as it was then.
  func edit(
    _ text: String,
    lend: (() -> ForegroundProcess.Outcome) -> ForegroundProcess.Outcome
  ) throws(Problem) -> String {
    let environment = ProcessInfo.processInfo.environment
    let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
    let folder = try TemporaryFolder(prefix: "postern-text")
    defer { folder.remove() }
    let path = folder.path + "/comment.txt"
    try ExportFile.write(Data(text.utf8), to: path)
    // By the shell, as the variables may hold options; the file is an argument and no part of the script.
    let words =
      ["env"] + secretVariables.flatMap { ["-u", $0] } + ["sh", "-c", "exec \(editor) \"$1\"", "sh", path]
    let outcome = lend { ForegroundProcess.run(words) }
    guard case .exited(status: 0) = outcome else {
      throw Problem(
        .terminal,
        what: "The editor \(editor) did not end well; the comment is as it was.",
        advice: "Set VISUAL or EDITOR to one that works."
      )
    }
    guard let data = FileManager.default.contents(atPath: path), let edited = String(bytes: data, encoding: .utf8)
    else {
      throw Problem(.terminal, what: "What the editor saved is not UTF-8 text.", advice: "Save it as UTF-8.")
    }
    return edited
  }
}
