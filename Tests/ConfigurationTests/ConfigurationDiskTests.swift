import Foundation
import PolicyCore
import Testing

@testable import Configuration
import Values

@Suite("The configuration on the disk")
struct ConfigurationDiskTests {
  @Test("is empty where there is no file, and no folder")
  func absent() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let environment = ["XDG_CONFIG_HOME": folder.path("none"), "HOME": folder.path("")]
    #expect(try ConfigurationFile.load(Paths(environment: environment), environment: environment) == .empty)
  }

  @Test("is read from the folder that XDG names")
  func read() throws {
    #expect(try load("theme = \"nord\"", mode: 0o600).settings.theme == "nord")
    #expect(try load("theme = \"nord\"", mode: 0o644).settings.theme == "nord")
  }

  @Test("is refused when others can change it", arguments: [0o666, 0o620, 0o602] as [mode_t])
  func writable(mode: mode_t) throws {
    let problem = try #require(throws: Problem.self) { try load("theme = \"nord\"", mode: mode) }
    #expect(problem.advice.contains("chmod go-w"))
  }

  @Test("names the file in a mistake")
  func mistake() throws {
    let problem = try #require(throws: Problem.self) { try load("thme = \"nord\"", mode: 0o600) }
    #expect(problem.what.contains("postern/config.toml:1: thme"))
  }

  @Test("is refused when it is a folder")
  func isFolder() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let paths = try Paths(environment: ["XDG_CONFIG_HOME": folder.path(""), "HOME": "/"])
    try FileManager.default.createDirectory(atPath: paths.configurationFile, withIntermediateDirectories: true)
    #expect(throws: Problem.self) { try ConfigurationFile.load(paths, environment: [:]) }
  }

  private func load(_ text: String, mode: mode_t) throws -> ConfigurationFile {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let environment = ["XDG_CONFIG_HOME": folder.path(""), "HOME": folder.path("")]
    let paths = try Paths(environment: environment)
    try FileManager.default.createDirectory(atPath: paths.configurationFolder, withIntermediateDirectories: true)
    _ = try folder.write(text, to: "postern/config.toml", mode: mode)
    return try ConfigurationFile.load(paths, environment: environment)
  }
}
