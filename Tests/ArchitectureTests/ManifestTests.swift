import Foundation
import Testing

@Suite("Manifest")
struct ManifestTests {
  let manifest: Manifest

  init() throws {
    let file = Repository.root.appending(path: "Package.swift")
    manifest = Manifest(try String(contentsOf: file, encoding: .utf8))
  }

  @Test("its arrows are the table's", arguments: Room.all)
  func arrows(_ room: Room) throws {
    let target = try #require(manifest.targets.first { $0.name == room.name }, "\(room.name) is not declared")
    let allowed = Set(room.rooms + room.libraries)
    #expect(target.dependencies.subtracting(allowed).isEmpty, "in the manifest, but not in the table")
    #expect(allowed.subtracting(target.dependencies).isEmpty, "in the table, but not in the manifest")
  }

  @Test("it declares the rooms of the table, and each once")
  func rooms() {
    let declared = manifest.targets.filter { $0.kind != "testTarget" && $0.path == nil }.map(\.name)
    #expect(declared.sorted() == Room.all.map(\.name).sorted())
  }

  @Test("every folder of Tests is declared, and every declared one exists")
  func testFolders() throws {
    let folders = Set(try FileManager.default.contentsOfDirectory(atPath: Repository.tests.path))
    let declared = Set(
      manifest.targets.compactMap { target in
        if let path = target.path { return path.hasPrefix("Tests/") ? String(path.dropFirst(6)) : nil }
        return target.kind == "testTarget" ? target.name : nil
      }
    )
    #expect(folders.subtracting(declared).isEmpty, "in Tests, but not in the manifest: their tests never run")
    #expect(declared.subtracting(folders).isEmpty, "in the manifest, but not in Tests")
  }

  @Test("it ships every theme file, and no other")
  func themes() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Repository.themes.path)
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    #expect(manifest.shippedThemes.sorted() == files.sorted())
    #expect(!files.isEmpty)
  }

  @Test("the reader knows lists, constants, sums and products written out")
  func reader() {
    let manifest = Manifest(
      """
      let shippedThemes = ["one", "two"]
      let database = Target.Dependency.product(name: "Database", package: "database.swift")
      let network: [Target.Dependency] = [
        .product(name: "Client", package: "client"),
        .product(name: "Wire", package: "client"),  // "Comment"
      ]
      let targets: [Target] = [
        .systemLibrary(name: "CLib"),
        .target(name: "Lists", dependencies: ["CLib", database], path: "Elsewhere/Lists"),
        .target(name: "Sums", dependencies: ["Lists"] + network, resources: shippedThemes.map { .copy("\\($0).toml") }),
        .testTarget(name: "Written", dependencies: [.product(name: "Client", package: "client"), .target(name: "Sums")]),
      ]
      """
    )
    let named = manifest.targets.filter { !$0.dependencies.isEmpty || $0.kind != "target" }
    #expect(named.map(\.name) == ["CLib", "Lists", "Sums", "Written"])
    #expect(named.map(\.kind) == ["systemLibrary", "target", "target", "testTarget"])
    #expect(
      named.map(\.dependencies) == [[], ["CLib", "Database"], ["Lists", "Client", "Wire"], ["Client", "Sums"]]
    )
    #expect(named.map(\.path) == [nil, "Elsewhere/Lists", nil, nil])
    #expect(manifest.shippedThemes == ["one", "two"])
  }
}
