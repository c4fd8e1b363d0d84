import PolicyFiles
import Values

/// What came of reading and writing files of policies.
enum FilesReducer {
  static func reduce(_ state: inout AppState, _ action: FilesAction) -> [AppEffect] {
    switch action {
    case .namesListed(let names):
      if names.names.isEmpty { state.message = Message("No name begins so.", tone: .warning) }
      state.update(PathState.self) { $0.take(names) }
    case .read(let file):
      show(&state, file)
    case .readFailed(let problem):
      fail(&state, problem)
    case .planned(let plan, let number):
      let now = state
      state.update(ImportState.self) { rows in
        guard rows.plans == number else { return }
        rows.rows?.plan = plan
        rows.rows?.grade(now)
        rows.take(plan)
      }
    case .planChanged(let plan):
      state.update(ImportState.self) { rows in
        rows.isQueueing = false
        rows.take(plan)
      }
      let text = "Something was changed meanwhile, so nothing was queued: look at the rows as they are now."
      state.message = Message(text, tone: .warning)
    case .restWritten(let path, let count):
      let lines = count.counted("row")
      state.message = Message("\(lines) that \(count.agreeing("is", "are")) not taken: written to \(path).")
    case .exported(let report):
      state.removeAskedPath()
      state.message = Message(of: report)
    case .exportExists(let request):
      state.update(PathState.self) { asked in
        asked.isWaiting = false
        asked.taken = request.path
      }
    case .failed(let problem):
      state.update(PathState.self) { $0.isWaiting = false }
      state.message = Message(problem)
    }
    return []
  }

  /// Shows the rows, or asks what the columns are, if the file is still waited for.
  private static func show(_ state: inout AppState, _ file: ImportedFile) {
    guard let place = state.openingImport, state.layers[place].source == file.source else { return }
    switch file.content {
    case .rows(let csv, let plan):
      state.layers.removeAll { if case .columns = $0 { true } else { false } }
      var rows = ImportState(file.source, form: file.form)
      rows.show(csv, plan)
      rows.rows?.grade(state)
      rows.rows?.arrange()
      state.layers[place] = .importing(rows)
      if let reading = csv.reading { state.message = Message(reading) }
    case .columns(let columns):
      state.layers.insert(.columns(ColumnsState(columns, of: file.source)), at: place + 1)
    }
  }

  /// Goes back to where the file was named, or to its columns.
  private static func fail(_ state: inout AppState, _ problem: Problem) {
    guard let place = state.openingImport else { return }
    state.message = Message(problem)
    guard !state.update(ColumnsState.self, { $0.isReading = false }) else { return }
    let source = state.layers[place].source
    state.layers.remove(at: place)
    if case .file(let path) = source { state.layers.insert(.path(PathState(.importing, path: path)), at: place) }
  }
}

extension AppState {
  /// The place of the layer whose file is still being read.
  fileprivate var openingImport: Int? {
    layers.lastIndex { if case .importing(let rows) = $0 { rows.isOpening } else { false } }
  }

  fileprivate mutating func removeAskedPath() {
    layers.removeAll { if case .path(let asked) = $0 { asked.isWaiting } else { false } }
  }
}

extension Layer {
  fileprivate var source: ImportSource? {
    if case .importing(let rows) = self { rows.source } else { nil }
  }
}

extension Message {
  /// What was written, and the first thing that the file does not say.
  fileprivate init(of report: ExportReport) {
    let policies = report.count.counted("policy", "policies")
    let written = "\(policies) written to \(report.path)."
    guard let first = report.remarks.first else {
      self.init(written)
      return
    }
    let more = report.remarks.count - 1
    let rest = more == 0 ? "" : " And so on for \(more.grouped) more."
    self.init("\(written) \(first)\(rest)", tone: .warning)
  }
}
