import Foundation

/// The checkout that these tests were compiled from.
enum Repository {
  /// The folder that holds `Package.swift`, found upward from this file with symbolic links followed.
  static let root: URL = {
    let thisFile = URL(filePath: #filePath).resolvingSymlinksInPath()
    var folder = thisFile.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  static let sources = root.appending(path: "Sources")
  static let tests = root.appending(path: "Tests")
  static let themes = root.appending(path: "themes")

  /// The files below `Sources`, read once for all tests.
  static let sourceFiles = Result { try SourceFile.all(below: sources) }

  /// False in a source archive, where nobody can say which files are tracked.
  static let isCheckout = FileManager.default.fileExists(atPath: root.appending(path: ".git").path)

  /// Every path in git's index, relative to the root.
  static func trackedPaths() throws -> [String] {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    // A container often runs as another user than the owner of the checkout; git would refuse to read it.
    git.arguments = ["git", "-c", "safe.directory=*", "-C", root.path, "ls-files", "-z"]
    git.standardOutput = output
    try git.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    guard git.terminationStatus == 0 else {
      throw CommandFailure(command: "git ls-files", status: git.terminationStatus)
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
  }
}

struct CommandFailure: Error {
  let command: String
  let status: Int32
}

/// A Swift file below a folder, with its path told from the folder's parent (`Sources/Canvas/Cell.swift`).
struct SourceFile: Sendable {
  let path: String
  let text: String
  let code: SwiftTokens

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = SwiftTokens(text)
  }

  /// The folder directly below the scanned one: the room that the file belongs to.
  var room: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// All Swift files below `folder`, hidden ones left out, in the order of their paths.
  static func all(below folder: URL) throws -> [SourceFile] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map { path in
      SourceFile(
        path: "\(folder.lastPathComponent)/\(path)",
        text: try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      )
    }
  }
}
