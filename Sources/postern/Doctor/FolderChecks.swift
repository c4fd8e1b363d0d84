import PolicyStore

/// Whether a folder of the program's can be used, and is its owner's alone.
struct FolderChecks {
  private let name: Check.Name
  private let facts: FolderFacts
  /// The variable that chooses another folder.
  private let variable: String

  init(_ name: Check.Name, _ facts: FolderFacts, variable: String) {
    self.name = name
    self.facts = facts
    self.variable = variable
  }

  var checks: [Check] {
    let path = facts.path
    let elsewhere = "or choose another with \(variable)."
    switch facts.entry {
    case .missing(_, canBeMade: true):
      return [.ok(name, "\(path) is not there yet; it is made when it is needed.")]
    case .missing(let parent, canBeMade: false):
      return [
        .failed(
          name,
          "\(path) is not there and cannot be made: \(parent) is no folder that can be written.",
          advice: "Make the folder, \(elsewhere)"
        )
      ]
    case .noFolder:
      return [.failed(name, "\(path) is no folder.", advice: "Take that file away, \(elsewhere)")]
    case .folder(_, _, isWritable: false):
      return [.failed(name, "\(path) cannot be written.", advice: "Give yourself the right to, \(elsewhere)")]
    case .folder(_, _, isWritable: true) where facts.isFull:
      return [
        .failed(name, "There is no room left on the disk of \(path).", advice: "Make room, \(elsewhere)")
      ]
    case .folder(let mode, let isOwn, isWritable: true):
      let checks = [folder(mode, isOwn: isOwn), files].compactMap(\.self)
      return checks.isEmpty ? [.ok(name, "\(path) can be written, and is yours alone.")] : checks
    }
  }

  private func folder(_ mode: Int, isOwn: Bool) -> Check? {
    guard isOwn else {
      return .warning(name, "\(facts.path) belongs to somebody else.", advice: "Make it your own: chown.")
    }
    let closing = "Run: chmod 700 \(facts.path)"
    if mode & 0o022 != 0 { return .failed(name, "Others may change what lies in \(facts.path).", advice: closing) }
    if mode & 0o055 != 0 { return .warning(name, "Others may look into \(facts.path).", advice: closing) }
    return nil
  }

  private var files: Check? {
    guard !facts.openFiles.isEmpty else { return nil }
    return .warning(
      name,
      "Others may read or write in \(facts.path): \(facts.openFiles.joined(separator: ", ")).",
      advice: "Run chmod 600 on what is named."
    )
  }
}
