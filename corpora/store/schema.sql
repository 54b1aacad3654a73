-- The tables of corpus.db, schema version 1. Plain SQLite: no function, collation or tokenizer of ours is needed to read it.
-- start, "end": code points into the text of the notice, end exclusive. Dates and times: ISO 8601. Region codes: GB/T 2260.
-- JSON columns hold a list or an object; SQLite's json_each reads them.

CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Every run of `gongwen build`; finished is null where it was cut off, and the next run goes on where it stopped.
CREATE TABLE builds(
  build INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  added INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0
);

-- What workers read apart from the process that stores, by the shard they wrote: its documents were stored in the transaction of its row.
CREATE TABLE shards(
  shard TEXT PRIMARY KEY,
  documents INTEGER NOT NULL,
  stored TEXT NOT NULL
) WITHOUT ROWID;

-- Each content that was ever read, by its digest: a notice, or a reject with its reason. The original lies in originals/.
CREATE TABLE documents(
  document INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  bytes INTEGER NOT NULL,
  pipeline TEXT NOT NULL,            -- version that read it; another version reads it again
  status TEXT NOT NULL CHECK (status IN ('notice', 'rejected')),
  error TEXT,                        -- class of the error, for rejects
  message TEXT,                      -- what happened, and what to do
  reader TEXT,
  media_type TEXT,
  notice INTEGER,                    -- the work (作品) that this is a witness of
  id TEXT,                           -- what this witness calls the notice; the work is found by all of them
  uri TEXT,
  standing TEXT,                     -- JSON: what the choice among the witnesses of a work rests on, see works.py
  number_key TEXT,                   -- what works are told apart by, see works.py
  title_key TEXT,
  written_date TEXT,
  region_code TEXT,
  agency TEXT,
  json BLOB                          -- the notice JSON, zlib
);
CREATE INDEX documents_notice ON documents(notice);
CREATE INDEX documents_id ON documents(id) WHERE id IS NOT NULL;
CREATE INDEX documents_uri ON documents(uri) WHERE uri IS NOT NULL;
CREATE INDEX documents_number ON documents(number_key) WHERE number_key IS NOT NULL;
CREATE INDEX documents_title ON documents(title_key, written_date) WHERE title_key IS NOT NULL;

-- Each place where a document was found: path or address; several for a repost, a mirror, or a copy.
CREATE TABLE sources(
  uri TEXT PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents,
  seen TEXT NOT NULL                 -- when it was last read there
) WITHOUT ROWID;
CREATE INDEX sources_document ON sources(document);

-- One row a work, as its best witness has it; all tables below hold what that witness says.
CREATE TABLE notices(
  notice INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,                  -- cn-220000-2019-吉政办明电-5
  uri TEXT NOT NULL,                 -- FRBR work URI
  document INTEGER NOT NULL REFERENCES documents,
  title TEXT,
  instrument_title TEXT,
  document_number TEXT,
  number_code TEXT,                  -- 吉政办明电
  number_year INTEGER,
  number_sequence INTEGER,
  issuing_agency TEXT,               -- the first; all of them in agencies
  agencies TEXT NOT NULL,            -- JSON list
  addressees TEXT NOT NULL,          -- JSON list
  document_type TEXT,                -- 文种
  written_date TEXT,
  published_date TEXT,
  year INTEGER,                      -- of writing, else of the number, else of publication
  region_code TEXT,
  region_name TEXT,
  level TEXT,                        -- nation | province | prefecture | county, of the issuer
  source_name TEXT,
  validity TEXT,
  damage TEXT,                       -- severity
  failed_checks INTEGER NOT NULL,
  warnings TEXT NOT NULL,            -- JSON list of codes
  characters INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX notices_id ON notices(id);
CREATE INDEX notices_uri ON notices(uri);
CREATE INDEX notices_number ON notices(number_code, number_year, number_sequence);
CREATE INDEX notices_region ON notices(region_code, year);

CREATE TABLE parts(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  eid TEXT NOT NULL, kind TEXT NOT NULL, title TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;

CREATE TABLE clauses(
  notice INTEGER NOT NULL, eid TEXT NOT NULL, position INTEGER NOT NULL,
  parent TEXT NOT NULL, level TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, heading TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,   -- of the whole subtree
  PRIMARY KEY (notice, eid)
) WITHOUT ROWID;

-- The text, cut where clauses begin: each character of a notice lies in one passage. rowid of the search index.
CREATE TABLE passages(
  passage INTEGER PRIMARY KEY AUTOINCREMENT,
  notice INTEGER NOT NULL, eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  folded TEXT NOT NULL               -- its words as they are searched
);
CREATE INDEX passages_notice ON passages(notice);

CREATE TABLE citations(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
  title TEXT, document_number TEXT, other_numbers TEXT, provision TEXT, relation TEXT,
  status TEXT CHECK (status IN ('resolved', 'ambiguous', 'unresolved')),
  target INTEGER,                    -- the notice cited, where resolved
  target_eid TEXT,                   -- the clause of it that is cited, where the provision was found in it
  candidates TEXT,                   -- JSON list of notice ids, where ambiguous
  reason TEXT,                       -- how it was resolved, or why not
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;
CREATE INDEX citations_target ON citations(target, target_eid, relation) WHERE target IS NOT NULL;

-- What a notice may be cited by (kind: number, title), and what a citation cites by: equal keys may be the same notice.
CREATE TABLE names(
  key TEXT NOT NULL, notice INTEGER NOT NULL,
  PRIMARY KEY (key, notice)
) WITHOUT ROWID;
CREATE INDEX names_notice ON names(notice);
CREATE TABLE citation_keys(
  key TEXT NOT NULL, notice INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (key, notice, position)
) WITHOUT ROWID;
CREATE INDEX citation_keys_notice ON citation_keys(notice);

CREATE TABLE quantities(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
  indicator TEXT, comparator TEXT NOT NULL, value REAL NOT NULL, value_to REAL, unit TEXT NOT NULL,
  normalized REAL, normalized_to REAL, normalized_unit TEXT, excludes TEXT, damaged INTEGER NOT NULL,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;

CREATE TABLE norms(
  notice INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL,
  eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
  type TEXT NOT NULL, strength INTEGER, deontic TEXT, actors TEXT NOT NULL, actor_source TEXT NOT NULL, aim TEXT, object TEXT,
  conditions TEXT, constraints TEXT,
  deadline TEXT, deadline_value TEXT, frequency TEXT, frequency_value TEXT, consequence TEXT, breach_of TEXT, quantities TEXT, damaged INTEGER NOT NULL,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;

-- Who acts (role actor) or answers (lead, support, responsible) by a norm.
CREATE TABLE norm_actors(
  notice INTEGER NOT NULL, norm INTEGER NOT NULL, position INTEGER NOT NULL,
  role TEXT NOT NULL, name TEXT NOT NULL, body TEXT,
  PRIMARY KEY (notice, norm, position)
) WITHOUT ROWID;

CREATE TABLE entities(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  type TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
  region_code TEXT, body TEXT, status TEXT,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;

CREATE TABLE list_items(
  notice INTEGER NOT NULL, list INTEGER NOT NULL, position INTEGER NOT NULL,
  kind TEXT NOT NULL, eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  name TEXT NOT NULL, value REAL, unit TEXT, region_code TEXT,
  PRIMARY KEY (notice, list, position)
) WITHOUT ROWID;

-- The target ledger (指标台账): what is to be reached, by whom, by when.
CREATE TABLE targets(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
  indicator TEXT NOT NULL,           -- as written
  indicator_key TEXT NOT NULL,       -- the same in the wording that like indicators share, see indicator_keys.py
  measure TEXT NOT NULL,             -- level | increase | decrease | margin
  region_code TEXT, region_name TEXT,
  period TEXT,                       -- ISO 8601: a duration, a date, an interval, a recurrence (R/P1Y)
  period_text TEXT,                  -- as written
  period_source TEXT,                -- sentence | before | heading | title
  comparator TEXT NOT NULL, value REAL NOT NULL, value_to REAL, unit TEXT NOT NULL,
  normalized REAL, normalized_to REAL, normalized_unit TEXT,
  scope TEXT,                        -- for what or whom it holds, as written
  scope_source TEXT,                 -- sentence | list | heading
  strength INTEGER,                  -- of the norm: 6 不得 to 1 鼓励
  excludes TEXT,                     -- JSON list: what is not counted
  damaged INTEGER NOT NULL,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;
CREATE INDEX targets_indicator ON targets(indicator_key);
CREATE INDEX targets_region ON targets(region_code);

-- Rosters (名单), a row an entry, with what downstream joins use.
CREATE TABLE roster_entries(
  notice INTEGER NOT NULL, roster INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL,
  name TEXT NOT NULL, region_code TEXT, region_reason TEXT, town TEXT, town_code TEXT,
  batch INTEGER,                     -- 第N批
  class TEXT, kind TEXT, "group" TEXT, attributes TEXT NOT NULL,  -- 类别, 类型, group heading, all cells as JSON
  title TEXT, eid TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  audit TEXT NOT NULL,               -- pass | fail | undeclared: the roster against the totals that the notice declares
  damaged INTEGER NOT NULL,
  PRIMARY KEY (notice, roster, position)
) WITHOUT ROWID;

CREATE TABLE checks(
  notice INTEGER NOT NULL, position INTEGER NOT NULL,
  "check" TEXT NOT NULL, status TEXT NOT NULL, declared TEXT, counted TEXT, eid TEXT, message TEXT NOT NULL,
  PRIMARY KEY (notice, position)
) WITHOUT ROWID;

-- A passage is found by pairs of neighbouring characters and by field marks; see terms.py. A token is whatever stands between blanks.
-- Rows of passages that are gone stay until the index is made anew, and match no passage. (Without its sizes of columns, 9 bytes a passage,
-- the index could not be scanned, and then DuckDB cannot list the tables of the database, nor Datasette show this one.)
CREATE VIRTUAL TABLE search USING fts5(
  terms, content='', detail=none, tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

CREATE VIEW clause_texts AS
  SELECT n.id AS notice_id, c.eid, c.level, c.label, c.heading,
         n.uri || '/!' || CASE instr(c.eid, '__') WHEN 0 THEN c.eid
           ELSE substr(c.eid, 1, instr(c.eid, '__') - 1) || '~' || substr(c.eid, instr(c.eid, '__') + 2) END AS uri,
         substr(n.text, c.start + 1, c."end" - c.start) AS text, c.notice, c.start, c."end"
  FROM clauses c JOIN notices n USING (notice);

-- Every id and URI that a witness gives a work.
CREATE VIEW addresses AS
  SELECT id AS address, notice FROM documents WHERE id IS NOT NULL AND notice IS NOT NULL
  UNION ALL SELECT uri, notice FROM documents WHERE uri IS NOT NULL AND notice IS NOT NULL;

CREATE VIEW rejects AS
  SELECT s.uri, d.error, d.message, d.sha256, d.bytes, d.pipeline 
  FROM documents d JOIN sources s USING (document) WHERE d.status = 'rejected';

CREATE VIEW witnesses AS
  SELECT n.id AS notice_id, n.title, d.sha256, d.media_type, d.reader, d.document = n.document AS chosen, d.standing, d.id AS own_id, s.uri, d.notice, d.document
  FROM documents d JOIN notices n USING (notice) LEFT JOIN sources s ON s.document = d.document;
