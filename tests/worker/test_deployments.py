"""The files that start a fleet, checked without an engine: their commands parse, their names agree, and no container
may do more than it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from monitor.cli import cli

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.scale.yml").read_text())
MANIFESTS: dict[str, Any] = {
    one["metadata"]["name"]: one for one in yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text())
}
CONFIG = "/config"  # where the image looks for sources.yaml
PARTS = ("scheduler", "worker")


def parses(arguments: list[str]) -> None:
    """Raises where `monitor` does not know the command, an option or what is given for it."""
    with click.Context(cli) as context:
        name, command, rest = cli.resolve_command(context, list(arguments))
        assert command is not None
        command.make_context(name, rest, parent=context)


def pod(part: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A deployment's pod, and the one container of it."""
    spec = MANIFESTS[f"monitor-{part}"]["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    return spec, container


def test_what_they_are_checked_by_finds_a_wrong_option() -> None:
    parses(["run", "--engine", "cluster"])
    with pytest.raises(click.UsageError):
        parses(["run", "--engine", "steam"])


@pytest.mark.parametrize("part", PARTS)
def test_a_service_of_the_compose_file_runs_a_command_and_may_write_nowhere(part: str) -> None:
    service = COMPOSE["services"][part]
    parses(service["command"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert not str(service["user"]).startswith("0")
    assert service["volumes"] == [f"./sources.yaml:{CONFIG}/sources.yaml:ro"]


def test_the_services_wait_for_the_database_and_find_it_by_its_name() -> None:
    server = COMPOSE["services"]["postgres"]
    assert [volume.partition(":")[0] for volume in server["volumes"]] == list(COMPOSE["volumes"])
    made = server["environment"]
    for part in PARTS:
        service = COMPOSE["services"][part]
        assert service["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        url = service["environment"]["MONITOR_DATABASE_URL"]
        assert url == f"postgresql://{made['POSTGRES_USER']}:${{POSTGRES_PASSWORD}}@postgres/{made['POSTGRES_DB']}"


@pytest.mark.parametrize("part", PARTS)
def test_a_deployment_runs_a_command_and_finds_what_it_names(part: str) -> None:
    deployment = MANIFESTS[f"monitor-{part}"]
    assert (deployment["apiVersion"], deployment["kind"]) == ("apps/v1", "Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels.items()
    spec, container = pod(part)
    parses(container["args"])
    assert container["env"][0]["name"] == "MONITOR_DATABASE_URL"
    mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounted.keys() == {volume["name"] for volume in spec["volumes"]}
    assert mounted["config"] == CONFIG


@pytest.mark.parametrize("part", PARTS)
def test_a_deployment_may_do_no_more_than_it_needs(part: str) -> None:
    spec, container = pod(part)
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["automountServiceAccountToken"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert {"requests", "limits"} <= container["resources"].keys()


def test_two_schedulers_stand_ready_and_a_worker_is_given_time_to_stop() -> None:
    assert MANIFESTS["monitor-scheduler"]["spec"]["replicas"] == 2  # one leads
    assert pod("worker")[0]["terminationGracePeriodSeconds"] > 10
