import Foundation
import Glibc

/// A folder of the program's as it is on the disk.
package struct FolderFacts: Hashable, Sendable {
  package enum Entry: Hashable, Sendable {
    /// Not there; `parent` is the nearest folder above it that is.
    case missing(parent: String, canBeMade: Bool)
    case noFolder
    /// `mode` are the nine bits that say who may do what.
    case folder(mode: Int, isOwn: Bool, isWritable: Bool)
  }

  package let path: String
  package let entry: Entry
  /// Whether its disk has no room left.
  package let isFull: Bool
  /// The names of files in it that others than their owner may read or write.
  package let openFiles: [String]

  package init(path: String, entry: Entry, isFull: Bool = false, openFiles: [String] = []) {
    self.isFull = isFull
    self.path = path
    self.entry = entry
    self.openFiles = openFiles
  }

  /// Looks at the folder, and at the files in it but not at what they hold.
  package static func probe(_ path: String) -> FolderFacts {
    var status = stat()
    guard stat(path, &status) == 0 else { return FolderFacts(path: path, entry: missing(path)) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return FolderFacts(path: path, entry: .noFolder) }
    let entry = Entry.folder(
      mode: Int(status.st_mode & 0o777),
      isOwn: status.st_uid == geteuid(),
      isWritable: access(path, W_OK | X_OK) == 0
    )
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return FolderFacts(
      path: path,
      entry: entry,
      isFull: hasNoRoom(path),
      openFiles: names.sorted().filter { isOpen("\(path)/\($0)") }
    )
  }

  static func hasNoRoom(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && (status.f_bavail == 0 || (status.f_files > 0 && status.f_favail == 0))
  }

  private static func missing(_ path: String) -> Entry {
    var parent = (path as NSString).deletingLastPathComponent
    while access(parent, F_OK) != 0, parent != "/" { parent = (parent as NSString).deletingLastPathComponent }
    var status = stat()
    let isFolder = stat(parent, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    return .missing(parent: parent, canBeMade: isFolder && access(parent, W_OK | X_OK) == 0)
  }

  private static func isOpen(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 != 0
  }
}
