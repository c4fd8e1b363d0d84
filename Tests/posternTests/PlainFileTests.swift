import Foundation
import Glibc
import TestSupport
import Testing
import Values

@testable import postern

@Suite("Files that a person names on the screen")
struct PlainFileTests {
  @Test("a plain file is read up to one byte more than is taken")
  func reading() throws {
    let folder = try TestSupport.TemporaryFolder()
    let path = folder.path("rows.csv")
    try Data("abcdef".utf8).write(to: URL(filePath: path))
    #expect(try PlainFile.read(path, atMost: 100) == Data("abcdef".utf8))
    #expect(try PlainFile.read(path, atMost: 3) == Data("abcd".utf8))
  }

  @Test("a folder, a device, a pipe and what is not there are refused with the reason, and nothing waits")
  func refused() throws {
    let folder = try TestSupport.TemporaryFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, reason) in [
      (folder.path, "a folder"), ("/dev/zero", "a device"), (pipe, "a pipe"), (folder.path("none"), "No such file"),
    ] {
      let problem = #expect(throws: Problem.self) { try PlainFile.read(path, atMost: 10) }
      #expect(problem?.what.contains(reason) == true, "\(path): \(problem?.what ?? "")")
    }
  }

  @Test("names are completed in their folder, hidden ones only when asked for")
  func names() throws {
    let folder = try TestSupport.TemporaryFolder()
    for name in ["partners.csv", "parts.csv", ".partial", "other"] {
      try Data().write(to: URL(filePath: folder.path(name)))
    }
    try FileManager.default.createDirectory(atPath: folder.path("party"), withIntermediateDirectories: false)
    let base = folder.path + "/"
    #expect(FileDesk.names(completing: base + "pa") == ["partners.csv", "parts.csv", "party/"].map { base + $0 })
    #expect(FileDesk.names(completing: base + ".p") == [base + ".partial"])
    #expect(FileDesk.names(completing: base + "none/x").isEmpty)
    #expect(FileDesk.names(completing: "~") == ["~/"])
  }

  @Test("a rest takes the first name that is free, and what is there stays")
  func rest() throws {
    let folder = try TestSupport.TemporaryFolder()
    let path = folder.path("a.csv")
    #expect(try FileDesk.write(Data("1".utf8), beside: path) == folder.path("a.rest.csv"))
    // A link that leads nowhere has its name all the same.
    try FileManager.default.createSymbolicLink(atPath: folder.path("a.rest-2.csv"), withDestinationPath: "nowhere")
    #expect(try FileDesk.write(Data("2".utf8), beside: path) == folder.path("a.rest-3.csv"))
    #expect(try Data(contentsOf: URL(filePath: folder.path("a.rest.csv"))) == Data("1".utf8))
  }

  @Test("an export replaces a plain file only where that is asked for, and nothing else ever")
  func replacing() throws {
    let folder = try TestSupport.TemporaryFolder()
    let path = folder.path("all.csv")
    try ExportFile.write(Data("1".utf8), to: path)
    #expect(throws: Problem.self) { try ExportFile.write(Data("2".utf8), to: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("1".utf8))
    try ExportFile.write(Data("3".utf8), to: path, replacing: true)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("3".utf8))
    let link = folder.path("link.csv")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: Problem.self) { try ExportFile.write(Data("4".utf8), to: link, replacing: true) }
    #expect(throws: Problem.self) { try ExportFile.write(Data("4".utf8), to: folder.path, replacing: true) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }
}
