import Foundation
import Testing

@testable import PolicyStore

@Suite("The log file")
final class LogFileTests {
  private let folder = NSTemporaryDirectory() + "postern-log-" + UUID().uuidString
  private var path: String { folder + "/state/postern/postern.log" }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func lines(_ suffix: String = "") -> [String]? {
    guard let data = FileManager.default.contents(atPath: path + suffix) else { return nil }
    #expect(data.last == UInt8(ascii: "\n"), "the last line is whole")
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("it is made with its folders, for its owner only, and lines are added at its end")
  func append() throws {
    for line in ["one\n", "two\n"] { try LogFile(path: path).append(line) }
    #expect(lines() == ["one", "two"])
    #expect(try mode(path) == 0o600)
    #expect(try mode(folder + "/state/postern") == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/state/postern") == ["postern.log"])
  }

  @Test("a log that others could read is closed to them")
  func closed() throws {
    try LogFile(path: path).append("one\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try LogFile(path: path).append("two\n")
    #expect(try mode(path) == 0o600)
    #expect(lines() == ["one", "two"])
  }

  @Test("a full file is put aside, and of those put aside two are kept")
  func rotation() throws {
    let file = LogFile(path: path, limit: 20)
    // Nine bytes each, so that two fill a file.
    for number in 1...9 { try file.append("line 000\(number)\n".suffix(9).description) }
    #expect(lines() == ["ine 0009"])
    #expect(lines(".1") == ["ine 0007", "ine 0008"])
    #expect(lines(".2") == ["ine 0005", "ine 0006"])
    #expect(lines(".3") == nil)
    #expect(try mode(path + ".1") == 0o600)
  }

  @Test("a line that is longer than the limit is written all the same, whole and alone")
  func longLine() throws {
    let file = LogFile(path: path, limit: 10)
    for line in ["a\n", String(repeating: "b", count: 50) + "\n", "c\n"] { try file.append(line) }
    #expect(lines(".2") == ["a"])
    #expect(lines(".1")?.first?.count == 50)
    #expect(lines() == ["c"])
  }

  @Test("a file that somebody removed or put aside is begun anew, and the open one is left")
  func removed() throws {
    let file = LogFile(path: path)
    try file.append("one\n")
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    try file.append("two\n")
    #expect(lines() == ["two"])
    #expect(lines(".old") == ["one"])
    try FileManager.default.removeItem(atPath: folder)
    try file.append("three\n")
    #expect(lines() == ["three"])
  }

  @Test("what is no file, or cannot be made, is an error that says why")
  func unwritable() throws {
    try LogFile(path: folder + "/a-file").append("x\n")
    let below = #expect(throws: LogFile.Failure.self) { try LogFile(path: folder + "/a-file/log").append("x\n") }
    #expect(below?.reason == "Not a directory")
    try FileManager.default.createDirectory(atPath: folder + "/directory", withIntermediateDirectories: true)
    #expect(throws: LogFile.Failure.self) { try LogFile(path: folder + "/directory").append("x\n") }
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    #expect(throws: LogFile.Failure.self) { try LogFile(path: folder + "/pipe").append("x\n") }
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/a-file")
    #expect(throws: LogFile.Failure.self) { try LogFile(path: folder + "/link").append("x\n") }
    #expect(throws: LogFile.Failure(reason: "it is not a regular file")) {
      try LogFile(path: "/dev/full").append("x\n")
    }
  }

  @Test("several writers lose no line to each other while the file is put aside", arguments: 0..<20)
  func writers(round: Int) async throws {
    let path = path
    // Eight writers of 400 lines of 12 bytes: 38,400 bytes, which three files of 16,000 take.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          // Each with an open file of its own, as processes have.
          let file = LogFile(path: path, limit: 16_000)
          for number in 1000..<1400 { try file.append("w\(writer) l\(number) ##\n") }
        }
      }
      try await group.waitForAll()
    }
    let all = ["", ".1", ".2"].compactMap { lines($0) }
    // Who finds the file full while another one puts it aside writes on, so that a file may become larger than agreed.
    #expect(all.count >= 2)
    let written = Set((0..<8).flatMap { writer in (1000..<1400).map { "w\(writer) l\($0) ##" } })
    #expect(Set(all.joined()) == written)
    #expect(all.joined().count == written.count)
  }
}
