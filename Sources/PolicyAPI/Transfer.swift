import CCurl
import Foundation

/// One request under way, on the transport's thread.
final class Transfer {
  let easy: OpaquePointer
  let signals: Transport.Signals
  let completion: Transport.Completion
  private let order: TransferOrder
  private let settings: TransferSettings
  private let proxy: ProxyAddress?
  private let wake: @Sendable () -> Void
  private var list: OpaquePointer?
  private let peer: UnsafeMutablePointer<ccurl_peer>
  /// How often the library was about to send the request.
  private let sendings: UnsafeMutablePointer<Int32>

  private var answer = HTTPAnswer(status: 0)
  private var headBytes = 0
  private var isTooLarge = false

  private enum Upload {
    case notAsked
    /// The library asked, and waits for the gate.
    case asked
    case leaving(offset: Int)
  }
  private var upload = Upload.notAsked

  /// More than any honest server sends before its answer.
  private static let longestHead = 1 << 20

  init(
    _ order: TransferOrder,
    _ settings: TransferSettings,
    _ signals: Transport.Signals,
    completion: Transport.Completion,
    wake: @escaping @Sendable () -> Void
  ) throws(ConnectionFailure) {
    proxy = try settings.proxy.map { (proxy) throws(ConnectionFailure) in try ProxyAddress(proxy) }
    guard let easy = ccurl_easy_init() else { throw .other("libcurl has no memory") }
    self.easy = easy
    self.order = order
    self.settings = settings
    self.signals = signals
    self.completion = completion
    self.wake = wake
    peer = .allocate(capacity: 1)
    peer.initialize(to: ccurl_peer())
    sendings = .allocate(capacity: 1)
    sendings.initialize(to: 0)
    try setUp()
  }

  deinit {
    ccurl_easy_cleanup(easy)
    ccurl_list_free(list)
    peer.deallocate()
    sendings.deallocate()
  }

  private func setUp() throws(ConnectionFailure) {
    var options = TransferOptions(easy)
    options.apply(settings)
    options.set(CCURLOPT_URL, order.url)
    options.set(CCURLOPT_TIMEOUT_MS, order.limit)
    for header in order.headers { list = ccurl_list_append(list, "\(header.name): \(header.value)") }
    if let body = order.body {
      // No head that waits for a go-ahead: servers and proxies that do not know it would stall the batch.
      list = ccurl_list_append(list, "Expect:")
      options.set(CCURLOPT_POST, 1)
      options.note(ccurl_set_size(easy, Int32(CCURLOPT_POSTFIELDSIZE_LARGE), Int64(body.bytes.count)))
      // A connection that nobody used before and nobody will after: none is lost on one that the server has silently
      // closed, the library has no reason to send twice, and what fails before it stands was surely not sent.
      options.set(CCURLOPT_HTTP_VERSION, Int(CCURL_HTTP_VERSION_1_1))
      options.set(CCURLOPT_FRESH_CONNECT, 1)
      options.set(CCURLOPT_FORBID_REUSE, 1)
    } else {
      // Not told to wait until it is known whether a connection takes several requests: one that is never answered would
      // hold up all others.
      options.set(CCURLOPT_HTTP_VERSION, Int(CCURL_HTTP_VERSION_2TLS))
    }
    options.note(ccurl_set_list(easy, Int32(CCURLOPT_HTTPHEADER), list))
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.note(ccurl_record_peer(easy, peer))
    options.note(ccurl_send_once(easy, sendings))
    options.note(ccurl_on_header(easy, Self.onHeader, context))
    options.note(ccurl_on_body(easy, Self.onBody, context))
    options.note(ccurl_on_upload(easy, Self.onUpload, context))
    guard options.complaint == 0 else {
      throw .noLibrary("it is too old: “\(String(cString: ccurl_words(options.complaint)))”")
    }
  }

  // MARK: - What the library calls

  private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private static let onHeader: ccurl_callback = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return CCURL_ABORT }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.take(headLine: line) ? line.count : CCURL_ABORT
  }

  private static let onBody: ccurl_callback = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return CCURL_ABORT }
    let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.take(body: chunk) ? chunk.count : CCURL_ABORT
  }

  private static let onUpload: ccurl_callback = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return CCURL_ABORT }
    return transfer.fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
  }

  private func take(headLine line: UnsafeRawBufferPointer) -> Bool {
    headBytes += line.count
    guard headBytes <= Self.longestHead else {
      isTooLarge = true
      return false
    }
    let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    if text.hasPrefix("HTTP/") {
      // Of several heads, as after a 100, the last one counts.
      answer.status = Int(ccurl_info(easy, Int32(CCURLINFO_RESPONSE_CODE)))
      answer.headers = []
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      answer.headers.append((String(text[..<colon]), value))
    }
    return true
  }

  private func take(body chunk: UnsafeRawBufferPointer) -> Bool {
    answer.body.append(contentsOf: chunk)
    isTooLarge = answer.body.count > settings.longestBody
    return !isTooLarge
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let body = order.body else { return 0 }
    switch upload {
    case .notAsked:
      upload = .asked
      Task { [signals, wake] in
        let mayLeave = (try? await body.gate.open()) != nil
        signals.decide(mayLeave ? .mayLeave : .mayNotLeave)
        wake()
      }
      return CCURL_PAUSE
    case .asked:
      return CCURL_PAUSE
    case .leaving(let offset):
      let part = body.bytes.dropFirst(offset).prefix(buffer.count)
      part.copyBytes(to: buffer)
      upload = .leaving(offset: offset + part.count)
      return part.count
    }
  }

  // MARK: - What others say

  /// Lets the body go on if the gate has opened, and ends the transfer if it never will.
  func obeySignals() {
    guard case .asked = upload else { return }
    switch signals.body {
    case .undecided: break
    case .mayLeave:
      upload = .leaving(offset: 0)
      ccurl_easy_continue(easy)
    case .mayNotLeave:
      signals.cancel()
      wake()
    }
  }

  // MARK: - How it ended

  /// What came, by libcurl's number for how it ended.
  func result(_ code: Int32) -> Result<HTTPAnswer, ConnectionFailure> {
    guard code != CCURLE_OK else { return .success(answer) }
    // The connection had been closed under a request that the library would have repeated.
    guard sendings.pointee < 2 else { return .failure(.closed) }
    let ending = TransferEnding(
      code: code,
      easy: easy,
      isTooLarge: isTooLarge,
      receivedBytes: answer.body.count,
      limit: order.limit
    )
    let failure = wentToProxy(code) ? ending.failure.onTheWay : ending.failure
    // A time that is up is no answer, however much of one had come.
    guard answer.status >= 200, code != CCURLE_OPERATION_TIMEDOUT else { return .failure(failure) }
    answer.cut = failure
    return .success(answer)
  }

  /// Whether the last connection was one to the proxy, which the library decides by the exceptions.
  private func wentToProxy(_ code: Int32) -> Bool {
    guard let proxy else { return false }
    if code == CCURLE_COULDNT_RESOLVE_PROXY || code == CCURLE_PROXY { return true }
    if ccurl_info(easy, Int32(CCURLINFO_HTTP_CONNECTCODE)) != 0 { return true }
    guard Int(peer.pointee.port) == proxy.port else { return false }
    // The same port on both: then the addresses tell, where the proxy is named by one.
    return proxy.port != settings.port || !proxy.isNumeric || proxy.host == peerHost
  }

  private var peerHost: String {
    withUnsafeBytes(of: peer.pointee.host) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
