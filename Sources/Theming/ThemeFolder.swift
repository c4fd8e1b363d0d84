import Foundation

/// A folder with themes of the user's, one a file.
package struct ThemeFolder: Hashable, Sendable {
  /// The most bytes that a file is read for; a theme has a few thousand.
  static let limit = 256 * 1024

  private let path: String

  /// Takes the folder's path; it need not be there.
  package init(_ path: String) {
    self.path = path
  }

  /// The paths of the folder's `.toml` files in the order of their names; none where there is no such folder.
  ///
  /// Hidden ones are left out: editors and archives put files that are no themes under such names.
  func paths() throws(ThemeProblem) -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw ThemeProblem(
        file: path,
        what: "The folder of themes cannot be read.",
        advice: "Check that it is a folder, and that you may read it."
      )
    }
    return names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted().map { "\(path)/\($0)" }
  }

  /// The name that a theme in this file would be looked for by: that of the file, without `.toml`.
  static func name(of path: String) -> String {
    String((path as NSString).lastPathComponent.dropLast(".toml".count))
  }

  /// The text of one file.
  static func text(of path: String) throws(ThemeProblem) -> String {
    // Only a file is opened: reading a pipe would wait for whoever writes to it.
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    guard type == .typeRegular, let handle = FileHandle(forReadingAtPath: target),
      let data = try? handle.read(upToCount: limit + 1) ?? Data()
    else {
      throw ThemeProblem(
        file: path,
        what: "This file cannot be read.",
        advice: "Check that it is a file, and that you may read it."
      )
    }
    guard data.count <= limit else {
      throw ThemeProblem(
        file: path,
        what: "This file has more than \(limit / 1024) KB, which no theme has.",
        advice: "Put only themes there."
      )
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw ThemeProblem(file: path, what: "This file is not UTF-8 text.", advice: "Save it as UTF-8.")
    }
    return text
  }
}
