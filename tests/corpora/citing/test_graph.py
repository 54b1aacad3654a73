from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from gongwen.corpora import CitationGraph, CitationNode, citation_chains, citation_graph, export_graph
from gongwen.corpora.store import Corpus
from gongwen.schemas.errors import ReferenceNotFoundError

PREFIX = "{http://graphml.graphdrawing.org/xmlns}"
STATE, PROVINCE, CITY, DISTRICT, REPEAL = (
    "cn-2016-国发-8",
    "cn-320000-2016-苏政发-176",
    "cn-320600-2017-通政办发-158",
    "cn-320612-2018-通政发-77",
    "cn-2019-国发-3",
)
ALL = {
    (PROVINCE, STATE, "basis"),
    (CITY, PROVINCE, "basis"),
    (DISTRICT, CITY, "basis"),
    (DISTRICT, "《江苏省河道管理条例》", "basis"),
    (DISTRICT, "通政办发〔2017〕160号", "basis"),
    (REPEAL, STATE, "repeals"),
}


def edges(graph: CitationGraph) -> set[tuple[str, str, str | None]]:
    return {(edge.source, edge.target, edge.relation) for edge in graph.edges}


def test_the_graph_of_a_corpus(chained: Corpus) -> None:
    graph = citation_graph(chained)
    assert edges(graph) == ALL
    assert [node.id for node in graph.nodes if not node.present] == ["《江苏省河道管理条例》", "通政办发〔2017〕160号"]
    (step,) = [edge for edge in graph.edges if edge.target == STATE and edge.relation == "basis"]
    assert (step.count, step.eids, step.target_eids, step.status) == (1, ["main__sec_1"], ["main__sec_2__subsec_1"], "resolved")
    assert {node.level for node in graph.nodes if node.present} == {"nation", "province", "prefecture", "county"}


@pytest.mark.parametrize(
    ("start", "depth", "direction", "expected"),
    [
        ("通政办发〔2017〕158号", 1, "cites", {(CITY, PROVINCE, "basis")}),
        ("通政办发〔2017〕158号", 1, "cited-by", {(DISTRICT, CITY, "basis")}),
        ("《国务院关于促进小镇健康发展的若干意见》", 1, "both", {(PROVINCE, STATE, "basis"), (REPEAL, STATE, "repeals")}),
        (STATE, 0, "both", set()),
        (STATE, 9, "both", {edge for edge in ALL if edge[1].startswith("cn-")}),
    ],
)
def test_the_graph_around_a_notice(chained: Corpus, start: str, depth: int, direction: str, expected: set[tuple[str, str, str]]) -> None:
    graph = citation_graph(chained, start, depth=depth, direction=direction, absent=False)  # type: ignore[arg-type]
    assert edges(graph) == expected


def test_chains_lead_from_a_district_to_the_state_council(chained: Corpus) -> None:
    (chain,) = citation_chains(chained, "通政发〔2018〕77号")
    assert [node.id for node in chain.nodes] == [DISTRICT, CITY, PROVINCE, STATE]
    assert [node.level for node in chain.nodes] == ["county", "prefecture", "province", "nation"]
    assert chain.relations == ["basis"] * 3
    assert chain.complete


def test_a_chain_ends_where_the_corpus_does(chained: Corpus) -> None:
    assert citation_chains(chained, STATE) == []
    with pytest.raises(ReferenceNotFoundError):
        citation_chains(chained, "国发〔2016〕9号")


def test_graphml_reads_back(chained: Corpus) -> None:
    graph = citation_graph(chained)
    root = ET.fromstring(export_graph(graph, "graphml"))
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{PREFIX}key")}
    nodes = {node.get("id"): {keys[data.get("key")]: data.text for data in node} for node in root.iter(f"{PREFIX}node")}
    assert set(nodes) == {node.id for node in graph.nodes}
    assert nodes[STATE]["title"] == "国务院关于促进小镇健康发展的若干意见"
    assert nodes[STATE]["present"] == "true"
    found = {(edge.get("source"), edge.get("target")) for edge in root.iter(f"{PREFIX}edge")}
    assert found == {(source, target) for source, target, _ in ALL}


def test_networkx_reads_the_graph(chained: Corpus) -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.parse_graphml(export_graph(citation_graph(chained), "graphml").decode())
    assert graph.is_directed()
    assert networkx.shortest_path(graph, DISTRICT, STATE) == [DISTRICT, CITY, PROVINCE, STATE]


def test_graphml_of_hostile_titles_is_xml() -> None:
    node = CitationNode('a"<&>\x00\ud800', present=True, title="]]>\x0b<!--")
    root = ET.fromstring(export_graph(CitationGraph([node], []), "graphml"))
    (found,) = root.iter(f"{PREFIX}node")
    assert found.get("id") == 'a"<&>\ufffd\ufffd'


def test_json(chained: Corpus) -> None:
    graph = json.loads(export_graph(citation_graph(chained), "json"))
    assert {(edge["source"], edge["target"], edge["relation"]) for edge in graph["edges"]} == ALL
    (chain,) = json.loads(export_graph(citation_chains(chained, DISTRICT), "json"))
    assert chain["complete"] is True
