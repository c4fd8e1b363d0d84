import Foundation
import PolicyUI

/// Where the looks of the screen are kept: `screen.json` in the state folder.
///
/// Nothing depends on it, so that a file that cannot be read or written is as good as none.
struct ScreenMemoryFile: Sendable {
  private let path: String

  init(folder: String) {
    path = folder + "/screen.json"
  }

  func read() -> ScreenMemory {
    guard let data = FileManager.default.contents(atPath: path) else { return ScreenMemory() }
    return (try? JSONDecoder().decode(ScreenMemory.self, from: data)) ?? ScreenMemory()
  }

  func write(_ memory: ScreenMemory) {
    guard let data = try? JSONEncoder().encode(memory) else { return }
    // Filters may name people; the folder is closed to others already, the file is too.
    _ = FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
  }
}
