"""What a library says of the repository that uses it: the names, declared once. Pure.

Left out is what says too little by itself: `transformers` and `torch` train models too, `mcp` serves tools to
somebody else's agent, and `google-cloud-aiplatform`, `replicate` and `elasticsearch` are used without any
language model.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Use(StrEnum):
    """What a library is for."""

    CLIENT = "client"
    """Calls a language model, or frames such calls."""
    AGENT = "agent"
    """A framework in which a language model calls tools."""
    INDEX = "index"
    """Searches in vectors."""
    TRAINING = "training"
    """Fits a model."""


_PYTHON = {
    Use.CLIENT: """
        openai anthropic google-genai=google.genai google-generativeai=google.generativeai mistralai cohere
        groq together fireworks-ai=fireworks ollama litellm aisuite xai-sdk=xai_sdk
        azure-ai-inference=azure.ai.inference llama-cpp-python=llama_cpp vllm langchain
        langchain-core=langchain_core langchain-community=langchain_community
        langchain-openai=langchain_openai langchain-anthropic=langchain_anthropic llama-index=llama_index
        llama-index-core=llama_index haystack-ai=haystack dspy dspy-ai=dspy semantic-kernel=semantic_kernel
        instructor prompty promptflow
    """,
    Use.AGENT: """
        langgraph crewai autogen-agentchat=autogen_agentchat autogen-core=autogen_core pyautogen=autogen
        ag2=autogen pydantic-ai=pydantic_ai pydantic-ai-slim=pydantic_ai smolagents openai-agents=-
        google-adk=google.adk strands-agents=strands claude-agent-sdk=claude_agent_sdk
        claude-code-sdk=claude_code_sdk agno phidata=phi letta deepagents managed-deepagents
        agent-framework=agent_framework langchain-mcp-adapters=langchain_mcp_adapters
    """,
    Use.INDEX: """
        chromadb faiss-cpu=faiss faiss-gpu=faiss pinecone pinecone-client=pinecone
        qdrant-client=qdrant_client weaviate-client=weaviate pgvector lancedb pymilvus
        azure-search-documents=azure.search.documents redisvl txtai turbopuffer
    """,
    Use.TRAINING: "scikit-learn=sklearn xgboost lightgbm catboost",
}
_JAVASCRIPT = {
    Use.CLIENT: """
        openai @anthropic-ai/sdk @google/genai @google/generative-ai @mistralai/mistralai cohere-ai groq-sdk
        together-ai ollama @azure/openai @azure-rest/ai-inference @aws-sdk/client-bedrock-runtime
        @openrouter/sdk ai langchain @langchain/core llamaindex genkit @genkit-ai/ai
    """,
    Use.AGENT: """
        @langchain/langgraph @openai/agents @anthropic-ai/claude-agent-sdk @mastra/core @google/adk
        @strands-agents/sdk
    """,
    Use.INDEX: """
        @pinecone-database/pinecone @qdrant/js-client-rest chromadb weaviate-client @lancedb/lancedb
        @zilliz/milvus2-sdk-node pgvector
    """,
}
"""Name on PyPI or npm, and after `=` the name of its import, where that is another one; `-` where that is too
common a word to mean this library (`agents`)."""
_FAMILIES = ("langchain-", "llama-index-llms-", "@ai-sdk/", "@langchain/")
"""Beginnings of names that are clients too."""


def _pairs(names: str) -> dict[str, str]:
    found = (entry.partition("=") for entry in names.split())
    return {name: imported or name for name, _, imported in found}


_BY_NAME = {
    **{name: use for use, names in _PYTHON.items() for name in _pairs(names)},
    **{name: use for use, names in _JAVASCRIPT.items() for name in _pairs(names)},
}
_BY_IMPORT = {
    imported: (use, name)
    for use, names in _PYTHON.items()
    for name, imported in reversed(_pairs(names).items())
}


def normal(name: str) -> str:
    """A distribution's name as PyPI compares names
    (https://packaging.python.org/en/latest/specifications/name-normalization/); npm's stay as they are."""
    return name.lower() if name.startswith("@") else re.sub(r"[-_.]+", "-", name).lower()


def use_of(name: str) -> Use | None:
    """What a declared library is for; None where it says nothing."""
    wanted = normal(name)
    return _BY_NAME.get(wanted) or (Use.CLIENT if wanted.startswith(_FAMILIES) else None)


def of_import(module: str) -> tuple[Use, str] | None:
    """The same of what Python imports: `google.genai.types`; with the library's name."""
    parts = module.split(".")[:3]
    dotted = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_BY_IMPORT[name] for name in dotted if name in _BY_IMPORT), None)


def of_package(specifier: str) -> tuple[Use, str] | None:
    """The same of what JavaScript imports: `@openai/agents/realtime`."""
    parts = specifier.split("/")
    name = "/".join(parts[: 2 if specifier.startswith("@") else 1])
    use = use_of(name) if name in _BY_NAME or name.startswith("@") else None
    return (use, name) if use else None
