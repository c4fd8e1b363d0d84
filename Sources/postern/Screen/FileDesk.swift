import Foundation
import Glibc
import Policies
import PolicyCore
import PolicyFiles
import PolicyUI
import Values

/// Reads and writes files of policies for the screen.
///
/// A read is bounded, and of plain files only: a device or a pipe may have no end, or never begin.
final class FileDesk {
  private let workspace: Workspace
  private let mailbox: Mailbox<AppAction>
  private let mail: MailReader?
  /// The judgement of rows that is under way: a newer one makes it pointless.
  private var planning: Task<Void, Never>?

  init(workspace: Workspace, mailbox: Mailbox<AppAction>, mail: MailReader? = nil) {
    self.workspace = workspace
    self.mail = mail
    self.mailbox = mailbox
  }

  func run(_ order: FileOrder) {
    let workspace = workspace
    switch order {
    case .listNames(let typed):
      answer { () async throws(Problem) in
        .namesListed(FileNames(typed: typed, names: Self.names(completing: typed)))
      }
    case .read(let source, let form, let list):
      answer(orElse: { .readFailed($0) }) { () async throws(Problem) in
        try await Self.read(source, form, over: list, in: workspace)
      }
    case .plan(let request):
      planning?.cancel()
      planning = answer { () async throws(Problem) in
        let plan = try await workspace.plan(request.file.changed(by: request.changes), over: request.list)
        return .planned(plan, number: request.number)
      }
    case .writeRest(let file, let rows, let path):
      answer { () async throws(Problem) in
        let name = try Self.write(file.original(of: rows), beside: path)
        return .restWritten(to: name, rows: rows.count)
      }
    case .export(let request):
      answer { () async throws(Problem) in try await Self.export(request) }
    case .report(let request):
      let mail = mail
      answer { () async throws(Problem) in try await Self.report(request, of: workspace, mail) }
    }
  }

  /// Queues what rows would, unless that is not what was shown: the draft or the list may have changed since.
  static func queue(_ order: ImportOrder, in workspace: Workspace) async throws(Problem) -> AppAction {
    let plan = try await workspace.plan(order.file.changed(by: order.changes), over: order.list)
    guard plan == order.plan, let edit = try await workspace.edit(queueing: plan, skippingInvalid: true) else {
      return .files(.planChanged(plan))
    }
    return .draft(.changed(try await workspace.perform(edit), .did))
  }

  @discardableResult
  private func answer(
    orElse failure: @escaping @Sendable (Problem) -> FilesAction = { .failed($0) },
    _ order: @escaping @Sendable () async throws(Problem) -> FilesAction
  ) -> Task<Void, Never> {
    let mailbox = mailbox
    return Task.detached {
      do throws(Problem) {
        let answer = try await order()
        if !Task.isCancelled { mailbox.post(.files(answer)) }
      } catch {
        mailbox.post(.files(failure(error)))
      }
    }
  }

  // MARK: - Reading

  private static func read(
    _ source: ImportSource,
    _ form: ImportForm,
    over list: PolicyList,
    in workspace: Workspace
  ) async throws(Problem) -> FilesAction {
    let data: Data
    switch source {
    case .pasted(let text): data = Data(text.utf8)
    case .file(let path): data = try PlainFile.read(path, atMost: PolicyCSV.maximumSize)
    }
    if InputFile.isJSON(data) {
      throw Problem(
        .usage,
        what: "\(source.name) is JSON, and not rows: a batch, or a snapshot.",
        advice: "On the command line, postern review FILE shows a batch and postern import FILE queues it.",
        retry: .safe
      )
    }
    switch try ImportReading(data, as: form) {
    case .columns(let columns):
      return .read(ImportedFile(source: source, form: form, content: .columns(columns)))
    case .rows(let file):
      let plan = try await workspace.plan(file, over: list)
      return .read(ImportedFile(source: source, form: form, content: .rows(file, plan)))
    }
  }

  /// What could complete a name, in alphabetical order; hidden ones only where the name begins so.
  static func names(completing typed: String) -> [String] {
    if typed == "~" { return ["~/"] }
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let (folder, start) = (String(typed[..<slash]), typed[slash...])
    let path = HomePath.expanded(folder.isEmpty ? "." : folder)
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    var seen = 0
    while seen < mostSeen, names.count < mostNames, let entry = readdir(stream) {
      seen += 1
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
      }
      guard name != ".", name != "..", name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") else {
        continue
      }
      var status = stat()
      let isFolder = stat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      names.append(folder + name + (isFolder ? "/" : ""))
    }
    return names.sorted()
  }

  /// A folder may have very many files, and somebody waits.
  private static let mostSeen = 20_000
  private static let mostNames = 1_000

  // MARK: - Writing

  /// Writes a new file beside another, under the first name that is free, and gives its name.
  static func write(_ data: Data, beside path: String) throws(Problem) -> String {
    for number in 1...mostRests {
      let name = RestName.name(beside: path, number: number)
      guard !PlainFile.isThere(name) else { continue }
      try ExportFile.write(data, to: name)
      return name
    }
    throw Problem(
      .storage,
      what: "There are \(mostRests) such files beside \(path) already.",
      advice: "Move some of them away.",
      retry: .safe
    )
  }

  private static let mostRests = 999

  private static func export(_ request: ExportRequest) async throws(Problem) -> FilesAction {
    if !request.overwrites, PlainFile.isThere(request.path) { return .exportExists(request) }
    var data = Data()
    var remarks: [String] = []
    var count = request.rows.count
    switch request.format {
    case .csv:
      let written = await CSVExport.write(request.rows) { data += $0 }
      (count, remarks) = (written.count, written.remarks.map(\.description))
    case .json:
      await JSONShapes.write(request.rows) { data += $0 }
    }
    try ExportFile.write(data, to: request.path, replacing: request.overwrites)
    return .exported(ExportReport(path: request.path, count: count, remarks: remarks))
  }

  private static func report(
    _ request: ReportRequest,
    of workspace: Workspace,
    _ mail: MailReader?
  ) async throws(Problem) -> FilesAction {
    if !request.overwrites, PlainFile.isThere(request.path) { return .reportExists(path: request.path) }
    let maker = ReportMaker(workspace: workspace, mail: try await mail?.kept())
    let report = try await maker.report(on: request.subject)
    let data = try ReportWriter.data(of: report, as: request.format)
    try ExportFile.write(data, to: request.path, replacing: request.overwrites)
    return .reported(to: request.path)
  }
}
