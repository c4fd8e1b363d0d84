/// How a sandbox is set up; the defaults make one for a demonstration.
package struct SandboxOptions: Sendable {
  /// The port on 127.0.0.1; 0 lets the system choose a free one.
  package var port: Int
  /// Whether a new sandbox has the account of the demonstration instead of what the generator makes.
  package var isDemonstration = false
  /// How many policies the generator makes for a new sandbox.
  package var policies: Int
  /// About how many messages the account got in the last thirty days.
  package var messages: Int
  /// What the generator starts from: the same seed gives the same policies, byte for byte.
  package var seed: UInt64
  /// The SQLite file that keeps the policies from one run to the next; nil keeps them in memory.
  ///
  /// The generator runs only when the file is new.
  package var dataFile: String?
  /// Which form of a request is taken.
  package var accept: AcceptedEncoding
  /// The one account that is served: 32 hexadecimal digits.
  package var accountID: String
  /// What a request has to carry, as a bearer token or as the value of `X-Auth-Key`.
  package var token: String
  /// What is to go wrong, in the order in which it is tried for each request.
  package var faults: [Fault]
  /// How slow the line to the sandbox is.
  package var link: Link

  package static let defaultAccountID = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"
  package static let defaultToken = "sandbox-token"
  package static let defaultPolicies = 240
  package static let defaultMessages = 6_000
  package static let defaultSeed: UInt64 = 1

  package init(
    port: Int = 0,
    policies: Int = defaultPolicies,
    messages: Int = defaultMessages,
    seed: UInt64 = defaultSeed,
    dataFile: String? = nil,
    accept: AcceptedEncoding = .either,
    accountID: String = defaultAccountID,
    token: String = defaultToken,
    faults: [Fault] = [],
    link: Link = .none
  ) {
    self.port = port
    self.policies = policies
    self.messages = messages
    self.seed = seed
    self.dataFile = dataFile
    self.accept = accept
    self.accountID = accountID
    self.token = token
    self.faults = faults
    self.link = link
  }
}

extension SandboxOptions {
  /// The policies of a new sandbox.
  func makePolicies() -> [PolicyRecord] {
    guard !isDemonstration else { return DemoAccount.policies(at: Timestamp.now()) }
    var generator = PolicyGenerator(seed: seed)
    return (0..<max(0, policies)).map { _ in generator.next() }
  }
}
