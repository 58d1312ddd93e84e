//! Documents as frameworks write them: the names that they make are cut down to what they say.

use typewright::Output;

use crate::support::{Folder, accept, client, text};

/// Generates from a document.
fn of(document: &str) -> Output {
    accept(&[("openapi.yaml", document)])
}

/// The methods of the async client that send a request, each with the handle that has it.
fn methods(output: &Output) -> Vec<String> {
    let client = client(output, "client");
    let mut handle = "";
    let mut methods = Vec::new();
    for line in client.lines() {
        if let Some(rest) = line.strip_prefix("impl<'c> ") {
            handle = rest.split('<').next().unwrap_or_default();
        } else if let Some(rest) = line.trim().strip_prefix("pub async fn ")
            && !handle.is_empty()
        {
            methods.push(format!("{handle}.{}", rest.split('(').next().unwrap_or_default()));
        }
    }
    methods
}

fn types(output: &Output) -> Vec<&str> {
    let lines = text(output, "types.rs").lines();
    let names = lines.filter_map(|line| {
        let rest = line
            .strip_prefix("pub struct ")
            .or_else(|| line.strip_prefix("pub enum "))?;
        rest.split([' ', '(', '<']).next()
    });
    names.collect()
}

/// As `FastAPI` writes it: the name of the function, the path and the method.
const FUNCTIONS: &str = r##"openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /items/:
    get:
      operationId: list_items_items__get
      responses:
        200: {description: OK, content: {application/json: {schema: {type: object, properties: {next: {type: string}}}}}}
    post:
      operationId: create_item_items__post
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}, required: true}
      responses: {200: {description: OK}}
  /items/{item_id}:
    get:
      operationId: read_item_items__item_id__get
      parameters: [{name: item_id, in: path, required: true, schema: {type: integer}}]
      responses: {200: {description: OK}}
  /api/v1/users/:
    get: {tags: [users], operationId: list_api_v1_users__get, responses: {200: {description: OK}}}
  /api/v1/teams/:
    get: {tags: [teams], operationId: list_api_v1_teams__get, responses: {200: {description: OK}}}
  /login:
    post:
      operationId: login_login_post
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Body_login_login_post"}}}}
      responses: {200: {description: OK}}
  /health:
    get: {operationId: health_health_get, responses: {200: {description: OK}}}
components:
  schemas:
    Body_login_login_post: {type: object, properties: {username: {type: string}}}
    Item:
      type: object
      properties:
        sku: {anyOf: [{type: integer}, {type: string}, {type: "null"}], title: Sku}
"##;

#[test]
fn an_operation_id_that_repeats_path_and_method_is_cut() {
    let output = of(FUNCTIONS);
    assert_eq!(
        methods(&output),
        [
            "Health.health",
            "Items.list_items",
            "Items.create_item",
            "Items.read_item",
            "Login.login",
            "Teams.list",
            "Users.list"
        ]
    );
    assert_eq!(types(&output), ["LoginBody", "Item", "ItemSku", "ListItemsResponse"]);
    let item = text(&output, "types.rs");
    assert!(item.contains("pub sku: Maybe<ItemSku>"), "{item}");
    assert!(
        item.contains("Integer(Integer)") && item.contains("String(String)"),
        "{item}"
    );
}

#[test]
fn cut_names_stay_when_another_action_gets_the_same_one() {
    let folder = Folder::with(&[("openapi.yaml", FUNCTIONS)]);
    let output = folder
        .generate()
        .expect("it is generated")
        .with_names_in(folder.schemas());
    output.write(&folder.path().join("out")).expect("it is written");
    let more = FUNCTIONS.replace(
        "  /login:\n",
        "  /v2/items:\n    get: {operationId: list_items_v2_items_get, responses: {200: {description: OK, content: {application/json: {schema: {type: object, properties: {last: {type: string}}}}}}}}\n  /login:\n",
    );
    folder.add("openapi.yaml", more);
    let output = folder.generate().expect("it is generated");
    let methods = methods(&output);
    assert!(methods.contains(&"Items.list_items".to_owned()), "{methods:?}");
    assert!(
        methods.contains(&"Items.list_items_v2_items_get".to_owned()),
        "{methods:?}"
    );
    assert!(types(&output).contains(&"ListItemsResponse"), "{:?}", types(&output));
}

#[test]
fn controllers_and_numbers_of_overloads_are_cut() {
    let output = of(r#"openapi: 3.0.0
info: {title: Cats, version: "1"}
paths:
  /cats:
    get: {operationId: CatsController_findAll, responses: {200: {description: OK}}}
  /dogs:
    get: {tags: [dog-controller], operationId: findAll, responses: {200: {description: OK}}}
  /owners:
    get: {tags: [owner-controller], operationId: findAll_1, responses: {200: {description: OK}}}
  /users/{id}:
    get:
      tags: [user-controller]
      operationId: getUserUsingGET
      parameters: [{name: id, in: path, required: true, schema: {type: integer, format: int64}}]
      responses: {200: {description: OK}}
"#);
    assert_eq!(
        methods(&output),
        [
            "Cats.find_all",
            "DogController.find_all",
            "OwnerController.find_all",
            "UserController.get_user"
        ]
    );
}

#[test]
fn actions_without_ids_are_named_within_the_group_of_their_path() {
    let output = of(r#"openapi: 3.0.1
info: {title: Todos, version: "1"}
paths:
  /api/Todos:
    get: {tags: [Todos], responses: {200: {description: OK}}}
    post: {tags: [Todos], responses: {200: {description: OK}}}
  /api/Todos/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {200: {description: OK}}}
    delete: {tags: [Todos], responses: {204: {description: OK}}}
"#);
    assert_eq!(
        methods(&output),
        ["Todos.get", "Todos.post", "Todos.get_by_id", "Todos.delete_by_id"]
    );
}

#[test]
fn the_terms_the_contact_and_the_license_of_an_api_are_documented() {
    let output = accept(&[(
        "openapi.yaml",
        "openapi: 3.1.0\ninfo:\n  title: Cats\n  version: '1'\n  description: All cats.\n  termsOfService: https://a.example/terms\n  \
         contact: {name: Support, email: help@a.example}\n  license: {name: MIT, identifier: MIT}\npaths:\n  /cats:\n    get: {operationId: \
         cats.list, responses: {204: {description: OK}}}\n",
    )]);
    let docs = text(&output, "endpoints.rs");
    for said in [
        "All cats.",
        "https://a.example/terms",
        "Support",
        "help@a.example",
        "License: MIT",
    ] {
        assert!(docs.contains(said), "{said}: {docs}");
    }
}

/// As utoipa writes a tagged enum: a newtype variant composes its struct with the tag.
#[test]
fn branches_of_a_tagged_enum_are_named_after_the_tag_and_their_union() {
    let output = of(r##"openapi: 3.1.0
info: {title: Pumps, version: "1"}
paths: {}
components:
  schemas:
    Details: {type: object, properties: {at: {type: string}}}
    PumpEvent:
      oneOf:
        - {type: object, required: [kind], properties: {at: {type: string}, kind: {type: string, enum: [Started]}}}
        - allOf:
            - {$ref: "#/components/schemas/Details"}
            - {type: object, required: [kind], properties: {kind: {type: string, enum: [Stopped]}}}
        - {type: object, required: [kind], properties: {kind: {type: string, enum: [Idle]}}}
"##);
    assert_eq!(
        types(&output),
        [
            "Details",
            "PumpEvent",
            "PumpEventStarted",
            "PumpEventStopped",
            "PumpEventIdle"
        ]
    );
}

/// As Litestar writes it: the path and the name of the function in camel case.
#[test]
fn an_operation_id_that_begins_with_the_path_is_cut() {
    let output = of(r#"openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /items:
    get:
      tags: [items]
      operationId: ItemsListItems
      responses:
        200: {description: OK, content: {application/json: {schema: {type: object, properties: {next: {type: string}}}}}}
  /items/{item_id}:
    get:
      tags: [items]
      operationId: ItemsItemIdReadItem
      parameters: [{name: item_id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses: {200: {description: OK}}
  /health: {get: {operationId: HealthHealth, responses: {200: {description: OK}}}}
  /: {get: {operationId: Index, responses: {200: {description: OK}}}}
"#);
    assert_eq!(
        methods(&output),
        ["Health.health", "Items.list_items", "Items.read_item", "Root.index"]
    );
    assert_eq!(types(&output), ["ListItemsResponse"]);
}

/// As Django Ninja writes it: the module and the name of the function.
#[test]
fn a_module_that_begins_every_operation_id_is_cut() {
    let output = of(r#"openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /api/items/:
    get: {tags: [items], operationId: shop_api_list_items, responses: {200: {description: OK}}}
    post:
      tags: [items]
      operationId: shop_api_create_item
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {200: {description: OK}}
  /api/token: {post: {operationId: shop_api_token, responses: {200: {description: OK}}}}
"#);
    assert_eq!(
        methods(&output),
        ["Items.list_items", "Items.create_item", "TokenActions.token"]
    );
    assert_eq!(types(&output), ["CreateItemBody"]);
}

/// As `NestJS` writes it: what is beside a `$ref` makes no type of its own.
#[test]
fn a_reference_with_a_type_and_a_description_is_the_component() {
    let output = of(r##"openapi: 3.0.0
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    OwnerDto: {type: object, required: [name], properties: {name: {type: string}}}
    Color: {type: string, enum: [red, green]}
    ItemDto:
      type: object
      properties:
        owner: {nullable: true, type: object, allOf: [{$ref: "#/components/schemas/OwnerDto"}]}
        seller: {type: object, description: Who sells it., allOf: [{$ref: "#/components/schemas/OwnerDto"}]}
        color: {default: red, allOf: [{$ref: "#/components/schemas/Color"}]}
"##);
    assert_eq!(types(&output), ["OwnerDto", "Color", "ItemDto"]);
    let items = text(&output, "types.rs");
    for field in [
        "pub owner: Maybe<OwnerDto>",
        "pub seller: Option<OwnerDto>",
        "pub color: Option<Color>",
    ] {
        assert!(items.contains(field), "{field}: {items}");
    }
}

/// As drf-spectacular writes a choice that may be blank and null.
#[test]
fn components_for_the_empty_string_and_null_extend_an_enum() {
    let output = of(r##"openapi: 3.0.3
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    BlankEnum: {enum: [""]}
    NullEnum: {enum: [null]}
    ColorEnum: {type: string, enum: [red, green]}
    Item:
      type: object
      properties:
        color:
          nullable: true
          oneOf:
            - {$ref: "#/components/schemas/ColorEnum"}
            - {$ref: "#/components/schemas/BlankEnum"}
            - {$ref: "#/components/schemas/NullEnum"}
"##);
    let items = text(&output, "types.rs");
    assert!(items.contains("pub color: Maybe<ItemColor>"), "{items}");
    assert!(
        items.contains("pub const KNOWN: &'static [Self] = &[Self::Red, Self::Green, Self::Empty];"),
        "{items}"
    );
}

/// As `poem-openapi` writes it: some actions of a resource have its tag, others have neither a tag nor an id.
#[test]
fn an_action_without_a_tag_joins_the_tag_with_the_words_of_its_path() {
    let output = of(r#"openapi: 3.0.0
info: {title: Shop, version: "1.0"}
paths:
  /pets:
    get: {tags: [Pets], operationId: list_pets, responses: {200: {description: ""}}}
    post: {responses: {200: {description: "", content: {"application/json; charset=utf-8": {schema: {type: integer, format: uint64}}}}}}
"#);
    assert_eq!(methods(&output), ["Pets.list_pets", "Pets.post"]);
}

/// As rswag and Swashbuckle write it: no ids, and a prefix of all paths.
#[test]
fn types_of_an_action_without_an_id_are_named_without_the_prefix_of_its_path() {
    let document = r"openapi: 3.0.1
info: {title: API V1, version: v1}
paths:
  /api/v1/posts:
    get:
      tags: [Posts]
      responses: {200: {description: OK, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {type: string}}}}}}}}
    post:
      tags: [Posts]
      requestBody: {content: {application/json: {schema: {type: object, properties: {title: {type: string}}}}}}
      responses: {201: {description: OK}}
";
    let folder = Folder::with(&[("openapi.yaml", document)]);
    let output = folder
        .generate()
        .expect("it is generated")
        .with_names_in(folder.schemas());
    assert_eq!(methods(&output), ["Posts.get", "Posts.post"]);
    assert_eq!(types(&output), ["GetPostsResponse", "PostPostsBody"]);
    output.write(&folder.path().join("out")).expect("it is written");

    let second = document.replace("/api/v1/posts:", "/api/v2/posts:");
    let paths = second.split_once("paths:\n").expect("paths").1;
    folder.add("openapi.yaml", format!("{document}{paths}"));
    let output = folder.generate().expect("it is generated");
    let known = types(&output);
    assert!(
        known.contains(&"GetPostsResponse") && known.contains(&"GetApiV2PostsResponse"),
        "{known:?}"
    );
}

/// As the crate `schemars` writes integers, and so `aide`, `dropshot` and `utoipa`.
#[test]
fn formats_of_integers_in_rust_are_no_unknown_formats() {
    let output = of(r#"openapi: 3.1.0
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Item:
      type: object
      required: [weight, price]
      properties:
        weight: {type: integer, format: uint8, minimum: 0, maximum: 255}
        price: {type: integer, format: uint64, minimum: 0}
"#);
    assert_eq!(output.diagnostics, []);
    let items = text(&output, "types.rs");
    assert!(
        items.contains("pub weight: i64") && items.contains("pub price: Integer"),
        "{items}"
    );
}

/// As poem-openapi writes a union: a parent with the tag of each branch and its struct.
#[test]
fn a_union_whose_branches_compose_their_tag_has_a_branch_for_each_mapping() {
    let output = of(r##"openapi: 3.0.0
info: {title: Shop, version: "1.0"}
paths: {}
components:
  schemas:
    Animal:
      type: object
      anyOf: [{$ref: "#/components/schemas/Animal_Cat"}, {$ref: "#/components/schemas/Animal_Dog"}]
      discriminator: {propertyName: type, mapping: {Cat: "#/components/schemas/Animal_Cat", Dog: "#/components/schemas/Animal_Dog"}}
    Animal_Cat:
      allOf:
        - {type: object, required: [type], properties: {type: {type: string, enum: [Cat], example: Cat}}}
        - {$ref: "#/components/schemas/Cat"}
    Animal_Dog:
      allOf:
        - {type: object, required: [type], properties: {type: {type: string, enum: [Dog], example: Dog}}}
        - {$ref: "#/components/schemas/Dog"}
    Cat: {type: object, required: [lives], properties: {lives: {type: integer, format: int32}}}
    Dog: {type: object, required: [bark], properties: {bark: {type: string}}}
"##);
    assert_eq!(types(&output), ["Animal", "AnimalCat", "AnimalDog", "Cat", "Dog"]);
    let items = text(&output, "types.rs");
    assert!(items.contains("pub fn new(lives: impl Into<i64>) -> Self"), "{items}");
}

/// As dropshot writes it: the responses of errors are shared, and every status of a class has one.
#[test]
fn errors_of_a_class_of_statuses_are_the_error_of_each_action() {
    let output = of(r##"openapi: 3.0.3
info: {title: Projects, version: 0.1.0}
paths:
  /projects:
    get: {tags: [projects], operationId: project_list, responses: {"200": {description: successful operation}}}
    post: {tags: [projects], operationId: project_create, responses: {"201": {description: successful creation}}}
  /projects/{project}:
    delete:
      tags: [projects]
      operationId: project_delete
      parameters: [{in: path, name: project, required: true, schema: {$ref: "#/components/schemas/NameOrId"}}]
      responses:
        "204": {description: successful deletion}
        4XX: {$ref: "#/components/responses/Error"}
        5XX: {$ref: "#/components/responses/Error"}
components:
  responses:
    Error: {description: Error, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
  schemas:
    Error: {type: object, properties: {message: {type: string}}, required: [message]}
    Name: {type: string, pattern: "^[a-z][a-z0-9-]*$"}
    NameOrId:
      oneOf:
        - {title: id, allOf: [{type: string, format: uuid}]}
        - {title: name, allOf: [{$ref: "#/components/schemas/Name"}]}
"##);
    let methods = methods(&output);
    assert!(methods.contains(&"Projects.delete".to_owned()), "{methods:?}");
    let client = client(&output, "client");
    assert!(client.contains("CallError<types::Error>"), "{client}");
}

/// As tsoa writes it: names of TypeScript's generic types.
#[test]
fn names_of_generic_types_lose_their_punctuation() {
    let output = of(r##"openapi: 3.0.0
info: {title: shop, version: 1.0.0}
paths:
  /users:
    post:
      operationId: CreateUser
      tags: [Users]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/UserCreationParams"}}}}
      responses: {"201": {description: Created, content: {application/json: {schema: {properties: {id: {type: number, format: double}}, required: [id], type: object}}}}}
components:
  schemas:
    "Record_string.string_": {properties: {}, additionalProperties: {type: string}, type: object}
    "Pick_User.email-or-phoneNumbers_": {properties: {email: {type: string}}, required: [email], type: object}
    UserCreationParams: {$ref: "#/components/schemas/Pick_User.email-or-phoneNumbers_"}
"##);
    assert_eq!(methods(&output), ["Users.create_user"]);
    assert_eq!(
        types(&output),
        ["RecordStringString", "PickUserEmailOrPhoneNumbers", "CreateUserCreated"]
    );
    assert!(text(&output, "types.rs").contains("pub type UserCreationParams = PickUserEmailOrPhoneNumbers;"));
}

/// As springdoc writes it: any media type, and a pageable of which every property is a parameter.
#[test]
fn a_pageable_is_a_struct_and_any_media_type_is_json() {
    let output = of(r##"openapi: 3.0.1
info: {title: OpenAPI definition, version: v0}
paths:
  /users:
    get:
      tags: [user-controller]
      operationId: findAll
      parameters: [{name: pageable, in: query, required: true, schema: {$ref: "#/components/schemas/Pageable"}}]
      responses: {"200": {description: OK, content: {"*/*": {schema: {type: array, items: {$ref: "#/components/schemas/UserDto"}}}}}}
components:
  schemas:
    Pageable: {type: object, properties: {page: {minimum: 0, type: integer, format: int32}, sort: {type: array, items: {type: string}}}}
    UserDto: {type: object, properties: {id: {type: integer, format: int64, readOnly: true}}}
"##);
    assert_eq!(methods(&output), ["UserController.find_all"]);
    let client = client(&output, "client");
    assert!(
        client.contains("Result<Vec<types::UserDto>, CallError<()>>"),
        "{client}"
    );
    assert!(client.contains("impl Into<types::Pageable>"), "{client}");
}

/// As `FastAPI` writes it: a title for everything, which repeats its name.
#[test]
fn a_title_that_repeats_a_name_is_no_documentation() {
    let output = of(r#"openapi: 3.1.0
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Item:
      type: object
      title: Item
      required: [access_token, size]
      properties:
        access_token: {type: string, title: Access Token}
        size: {type: string, title: Size in inches}
"#);
    let items = text(&output, "types.rs");
    assert!(
        !items.contains("/// Item\n") && !items.contains("Access Token"),
        "{items}"
    );
    assert!(items.contains("/// Size in inches"), "{items}");
}

/// As Azure writes it: the description of a parameter is that of its schema.
#[test]
fn the_description_of_the_schema_of_a_parameter_is_documentation() {
    let output = accept(&[(
        "openapi.yaml",
        r#"openapi: 3.0.0
info: {title: Shop, version: "1"}
paths:
  /items:
    get:
      operationId: items.list
      parameters: [{name: limit, in: query, schema: {type: integer, description: How many.}}]
      responses: {"204": {description: OK}}
"#,
    )]);
    let items = text(&output, "endpoints/items.rs");
    assert!(items.contains("/// How many."), "{items}");
    assert!(items.contains(r#".description("How many.")"#), "{items}");
}
