// swift-tools-version: 6.2
import PackageDescription

/// `POSTERN_STRICT=1` (CI sets it): a warning in this package's own code is an error, never one in a dependency.
let strict = Context.environment["POSTERN_STRICT"] == "1"

/// `POSTERN_PURE=1` leaves out every room that needs the HTTP stack, so that its packages are neither fetched nor built.
let pure = Context.environment["POSTERN_PURE"] == "1"

/// The theme files that are compiled into the binary.
///
/// `ThemingTests` compares this list with the folder.
let shippedThemes = [
  "default-dark", "default-light", "high-contrast-dark", "high-contrast-light",
  "colorblind-dark", "colorblind-light", "mono", "terminal",
  "dracula", "alucard", "catppuccin-mocha", "catppuccin-latte",
  "gruvbox-dark", "gruvbox-light", "nord", "solarized-dark",
]

// MARK: - Libraries, each imported by the rooms that name it below and by no other

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Two of the libraries bring a module of the name of our room; it is called otherwise in this build.
let aliases = ["Configuration": "SwiftConfiguration"]
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird", moduleAliases: aliases),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]
let httpClient: [Target.Dependency] = [
  .product(name: "AsyncHTTPClient", package: "async-http-client", moduleAliases: aliases),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

// MARK: - Rooms that need no network

let pureRooms: [Target] = [
  .systemLibrary(name: "CNcurses"),
  .systemLibrary(name: "CPSL"),
  .systemLibrary(name: "CIDN2"),
  .systemLibrary(name: "CPCRE2"),

  .target(name: "Patterns", dependencies: ["CPSL", "CIDN2", "CPCRE2"]),
  .target(name: "PolicyCore", dependencies: ["Patterns", collections, crypto]),
  .target(name: "PolicyStore", dependencies: ["PolicyCore", grdb]),
  .target(name: "TOMLText", dependencies: [toml]),
  .target(name: "Configuration", dependencies: ["PolicyCore", "TOMLText", toml]),

  .target(name: "Canvas"),
  .target(name: "Terminal", dependencies: ["Canvas", "CNcurses"]),
  .target(
    name: "Theming",
    dependencies: ["Canvas", "TOMLText", toml],
    resources: shippedThemes.map { .embedInCode("../../themes/\($0).toml") }
  ),
  .target(name: "PolicyUI", dependencies: ["PolicyCore", "Canvas", "Theming"]),

  .target(name: "TestSupport", dependencies: ["PolicyCore"], path: "Tests/TestSupport"),
  .testTarget(name: "ArchitectureTests"),
  .testTarget(name: "PatternsTests", dependencies: ["Patterns"]),
  .testTarget(name: "PolicyCoreTests", dependencies: ["PolicyCore", "TestSupport", crypto]),
  .testTarget(name: "PolicyStoreTests", dependencies: ["PolicyStore", "PolicyCore", "TestSupport", grdb]),
  .testTarget(name: "TOMLTextTests", dependencies: ["TOMLText", "TestSupport"]),
  .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "PolicyCore", "TestSupport"]),
  .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
  .executableTarget(name: "TerminalDriver", dependencies: ["Canvas", "Terminal"], path: "Tests/TerminalDriver"),
  .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Canvas", "TerminalDriver"]),
  .testTarget(name: "ThemingTests", dependencies: ["Theming", "Canvas"]),
  .testTarget(
    name: "PolicyUITests",
    dependencies: ["PolicyUI", "PolicyCore", "Canvas", "Theming", "TestSupport"],
    exclude: ["Pictures"]
  ),
]

// MARK: - Rooms on the HTTP stack, and the program

let networkRooms: [Target] = [
  .target(name: "PolicyAPI", dependencies: ["PolicyCore"] + httpClient),
  .target(name: "Sandbox", dependencies: hummingbird + [grdb]),
  .target(
    name: "CBuildInfo",
    cSettings: Context.environment["POSTERN_COMMIT"].map { [.define("POSTERN_COMMIT", to: "\"\($0)\"")] } ?? []
  ),
  .executableTarget(
    name: "postern",
    dependencies: [
      "CBuildInfo",
      "PolicyCore", "PolicyAPI", "PolicyStore", "Configuration", "Canvas", "Terminal", "Theming", "PolicyUI",
      "Sandbox", arguments,
    ]
  ),
  .testTarget(name: "PolicyAPITests", dependencies: ["PolicyAPI", "PolicyCore", "Sandbox", crypto] + httpClient),
  .testTarget(name: "SandboxTests", dependencies: ["Sandbox", grdb]),
  .testTarget(
    name: "SubmissionTests",
    dependencies: ["PolicyCore", "PolicyAPI", "PolicyStore", "Sandbox", "TestSupport"]
  ),
  .testTarget(
    name: "posternTests",
    dependencies: ["postern", "PolicyCore", "PolicyStore", "Configuration", "Terminal", "Canvas", arguments]
  ),
  .testTarget(name: "EndToEndTests", dependencies: ["postern", "Sandbox", crypto]),
]

let package = Package(
  name: "postern",
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ]
    + (pure
      ? []
      : [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
      ]),
  targets: pureRooms + (pure ? [] : networkRooms),
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])
}
