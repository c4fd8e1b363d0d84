import Configuration
import Foundation
import PolicyQuery
import Values

/// Where the saved filters are kept: `views.toml` in the configuration folder.
struct ViewsDisk: Sendable {
  private let path: String

  init(path: String) { self.path = path }

  /// The person's own.
  static func own() throws(Problem) -> ViewsDisk {
    ViewsDisk(path: try Paths(environment: ProcessInfo.processInfo.environment).viewsFile)
  }

  /// That of a session: the person's own, but for one that is gone with the program.
  init(of session: Session) {
    let paths = session.isTemporary ? nil : try? Paths(environment: ProcessInfo.processInfo.environment)
    self.init(path: paths?.viewsFile ?? session.stateFolder + "/views.toml")
  }

  func read() throws(Problem) -> [SavedView] { try file().views.map { SavedView(name: $0.name, filter: $0.filter) } }

  /// Keeps a filter under a name, or for nil forgets it; gives all that there are then.
  ///
  /// Read again before, as another process, or a person, may have written meanwhile.
  func set(_ name: String, to filter: String?) throws(Problem) -> [SavedView] {
    let changed = try file().setting(name, to: filter, path: path)
    do {
      let folder = (path as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      try Data(changed.text.utf8).write(to: URL(filePath: path), options: .atomic)
      // Filters may name people.
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw Problem(
        .storage,
        what: "\(path) cannot be written: \(error.localizedDescription)",
        advice: "Check the folder's permissions and the room on the disk.",
        retry: .safe
      )
    }
    return changed.views.map { SavedView(name: $0.name, filter: $0.filter) }
  }

  private func file() throws(Problem) -> ViewsFile {
    guard FileManager.default.fileExists(atPath: path) else { return .empty }
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    guard let data = FileManager.default.contents(atPath: path), size ?? data.count <= ViewsFile.limit,
      let text = String(data: data, encoding: .utf8)
    else {
      throw Problem(
        .usage,
        what: "\(path) cannot be read, or is no text in UTF-8.",
        advice: "Check the file and its permissions."
      )
    }
    return try ViewsFile(text: text, path: path)
  }
}
