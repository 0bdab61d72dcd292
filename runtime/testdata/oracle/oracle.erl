%% Runs one scenario on the real OTP supervisor / gen_server (and Elixir's
%% DynamicSupervisor for strategy "dynamic") and returns the normalised trace.
-module(oracle).
-export([main/1, serve/0, run/1, new/1, step/2, close/1, snapshot/0,
         outcome_ok/1, script/2, split/1, to_reason/1, reason/1, exit_reason/1]).

-define(QTIMEOUT, 30000).

%%% ------------------------------------------------------------------ script

outcome_ok(<<"ok", _/binary>>) -> true;
outcome_ok(_) -> false.

%% outcome of start attempt N; "gate:G>OUT" waits for gate G first
script(N, Init) ->
    case maps:get(integer_to_binary(N), Init, maps:get(<<"*">>, Init, <<"ok">>)) of
        <<"gate:", R/binary>> -> [G, O] = binary:split(R, <<">">>), {G, O};
        O -> {none, O}
    end.

split(B) ->
    case binary:split(B, <<":">>) of
        [A] -> {A, <<>>};
        [A, R] -> {A, R}
    end.

to_reason(<<"{shutdown,", R/binary>>) ->
    {shutdown, binary_to_atom(binary:part(R, 0, byte_size(R) - 1))};
to_reason(B) -> binary_to_atom(B).

%% any term -> canonical reason string
reason(A) when is_atom(A) -> atom_to_binary(A);
reason(B) when is_binary(B) -> B;
%% a call to another server that failed and was not caught
reason({shutdown, {gen_server, call, _}}) -> <<"{shutdown,call}">>;
reason({R, {gen_server, call, _}}) -> <<"call:", (reason(R))/binary>>;
reason({shutdown, R}) -> <<"{shutdown,", (reason(R))/binary, "}">>;
reason({failed_to_start_child, Id, R}) ->
    <<"{failed_to_start_child,", (reason(Id))/binary, ",", (reason(R))/binary, "}">>;
reason({start_spec, R}) -> <<"{start_spec,", (reason(R))/binary, "}">>;
reason({supervisor_data, R}) -> <<"{supervisor_data,", (reason(R))/binary, "}">>;
reason({bad_combination, _}) -> <<"bad_combination">>;
reason({duplicate_child_name, Id}) -> <<"{duplicate_child_name,", (reason(Id))/binary, "}">>;
reason({bad_return_value, _}) -> <<"bad_return_value">>;
reason({already_started, P}) when is_pid(P) ->
    {L, N} = oc:label_of(P),
    <<"{already_started,", L/binary, "#", (integer_to_binary(N))/binary, "}">>;
reason({'EXIT', R}) -> reason(R);
reason({R, Stack}) when is_list(Stack) -> <<"exception:", (reason(R))/binary>>;
reason({Tag, _}) when is_atom(Tag) -> atom_to_binary(Tag);
reason(X) -> iolist_to_binary(io_lib:format("~0p", [X])).

%%% ----------------------------------------------------------------- session

-record(st, {tree, starter, asyncs = #{}, probes = #{}}).

new(Tree) ->
    process_flag(trap_exit, true),
    oc:start(),
    #st{tree = Tree}.

close(St) ->
    case St#st.starter of
        undefined -> ok;
        P ->
            {_, Live, _} = oc:status(),
            [exit(Q, kill) || Q <- maps:keys(Live)],
            exit(P, kill)
    end,
    [exit(P, kill) || {P, _} <- maps:values(St#st.asyncs)],
    [exit(P, kill) || #{pid := P} <- maps:values(St#st.probes)],
    oc:stop(),
    flush().

flush() -> receive _ -> flush() after 0 -> ok end.

run(#{<<"tree">> := Tree, <<"steps">> := Steps}) ->
    {Exp, St} = lists:mapfoldl(fun step/2, new(Tree), Steps),
    close(St),
    Exp.

%% one step: do it, wait for quiescence, record
step(Op, St0) ->
    Orph = orphans(Op),
    T0 = erlang:monotonic_time(millisecond),
    {Res, St1} = do(Op, St0),
    ok = quiesce(St1),
    Ms = erlang:monotonic_time(millisecond) - T0,
    {Async, St2} = asyncs(St1),
    {Probes, St3} = probes(St2),
    {Evs0, Evs} = lists:partition(fun(#{p := P, n := N}) -> lists:member({P, N}, Orph) end,
                                  oc:take()),
    Key = fun(#{p := P, n := N}) -> {P, N} end,
    Unord = maps:get(<<"unordered">>, Op, false),
    Events = case Unord of
                 true -> stable(Key, Evs);
                 false -> norm_dyn(Evs)
             end,
    E0 = [{result, Res}],
    E1 = case Unord of true -> E0 ++ [{unordered, true}]; false -> E0 end,
    E2 = E1 ++ [{events, [event(E) || E <- Events]}],
    E3 = case Evs0 of [] -> E2; _ -> E2 ++ [{orphans, [event(E) || E <- stable(Key, Evs0)]}] end,
    E4 = case map_size(Async) of 0 -> E3; _ -> E3 ++ [{async, Async}] end,
    E5 = case map_size(Probes) of 0 -> E4; _ -> E4 ++ [{probes, Probes}] end,
    E6 = case Op of #{<<"max_ms">> := Max} -> E5 ++ [{within_ms, Ms =< Max}]; _ -> E5 end,
    {{E6 ++ [{tree, snapshot()}]}, St3}.

%% killing a supervisor leaves its descendants to die on their own
orphans(#{<<"op">> := <<"kill">>, <<"target">> := T}) ->
    {_, Live, _} = oc:status(),
    [LN || {L, _} = LN <- maps:values(Live), prefix(T, L)];
orphans(_) -> [].

%% "<event> <path>#<n>[ <detail>]"
event(#{e := E, p := P, n := N} = M) ->
    D = case M of #{r := X} -> [" ", X]; #{v := Y} -> [" ", Y]; _ -> [] end,
    iolist_to_binary([E, " ", P, "#", integer_to_binary(N), D]).

stable(F, L) ->
    [X || {_, _, X} <- lists:sort([{F(X), I, X} || {I, X} <- lists:zip(lists:seq(1, length(L)), L)])].

%% Maximal runs of events below one (outermost) dynamic supervisor are put in
%% order of that supervisor's child, keeping the order within each child.
norm_dyn(Evs) -> norm_dyn(Evs, oc:dynamic(), []).

norm_dyn([], _, Acc) -> lists:append(lists:reverse(Acc));
norm_dyn([E | T], Dyn, Acc) ->
    case dyn_of(E, Dyn) of
        none -> norm_dyn(T, Dyn, [[E] | Acc]);
        {D, _} ->
            {Run, Rest} = lists:splitwith(
                            fun(X) -> case dyn_of(X, Dyn) of {D, _} -> true; _ -> false end end,
                            [E | T]),
            Sorted = stable(fun(X) -> {D, C} = dyn_of(X, Dyn), C end, Run),
            norm_dyn(Rest, Dyn, [Sorted | Acc])
    end.

dyn_of(#{p := P}, Dyn) ->
    C = [D || D <- Dyn, prefix(D, P)],
    case lists:sort(fun(A, B) -> byte_size(A) =< byte_size(B) end, C) of
        [] -> none;
        [D | _] ->
            Rest = binary:part(P, byte_size(D) + 1, byte_size(P) - byte_size(D) - 1),
            {D, hd(binary:split(Rest, <<"/">>))}
    end.

prefix(D, P) ->
    S = <<D/binary, "/">>,
    byte_size(P) > byte_size(S) andalso binary:part(P, 0, byte_size(S)) =:= S.

%%% -------------------------------------------------------------- quiescence

quiesce(St) ->
    quiesce(St, erlang:monotonic_time(millisecond) + ?QTIMEOUT, none, 0, 0).

%% Twice the same picture of a system at rest, with no event in between; more
%% often where somebody stands at a gate, since whoever waits for that process
%% cannot be told from one that is about to move.
quiesce(St, Deadline, Before, Same, Polls) ->
    T = erlang:trace_delivered(all),
    receive {trace_delivered, all, T} -> ok end,
    {Count, Live, Blocked} = oc:status(),
    case resting(St, Live, Blocked) of
        true when Count =:= Before ->
            case Same + 1 >= needed(Blocked) of
                true -> ok;
                false -> pause(Polls), quiesce(St, Deadline, Count, Same + 1, Polls + 1)
            end;
        true ->
            erlang:yield(),
            quiesce(St, Deadline, Count, 0, Polls + 1);
        false ->
            case erlang:monotonic_time(millisecond) > Deadline of
                true ->
                    error({not_quiescent, [{L, process_info(P, [current_function, message_queue_len, status, links])}
                                           || {P, L} <- maps:to_list(Live)], Blocked});
                false -> pause(Polls), quiesce(St, Deadline, none, 0, Polls + 1)
            end
    end.

needed(Blocked) when map_size(Blocked) =:= 0 -> 1;
needed(_) -> 3.

%% Most steps are over in microseconds, so the first looks only let the others run.
pause(Polls) when Polls < 4 -> yields(20);
pause(Polls) -> timer:sleep(min(10, 1 + (Polls - 4) div 2)).

yields(0) -> ok;
yields(N) -> erlang:yield(), yields(N - 1).

resting(St, Live, Blocked) ->
    Held = [L || {L, _, _} <- maps:values(Blocked)],
    rest(maps:next(maps:iterator(Live)), Blocked, Held)
        andalso async_settled(St, Live) andalso probes_settled(St).

rest(none, _, _) -> true;
rest({P, {L, _}, More}, Blocked, Held) ->
    case maps:is_key(P, Blocked) orelse idle(P)
        orelse lists:any(fun(B) -> prefix(L, B) end, Held) of
        true -> rest(maps:next(More), Blocked, Held);
        false -> false
    end.

idle(P) ->
    case process_info(P, [status, message_queue_len, current_function, links]) of
        [{status, waiting}, {message_queue_len, 0}, {current_function, {M, F, _}}, {links, L}]
          when M =:= gen_server, F =:= loop; M =:= gen_server, F =:= loop_hibernate;
               M =:= erlang, F =:= hibernate ->     % the last two from OTP 27 on
            lists:all(fun(Q) -> not is_pid(Q) orelse is_process_alive(Q) end, L);
        _ -> false
    end.

%% An outstanding async call is settled when it has reported, or waits for a
%% process that is alive.
async_settled(St, Live) ->
    lists:all(fun({P, _}) -> not is_process_alive(P) orelse waits(P, Live) end,
              maps:values(St#st.asyncs)).

waits(P, Live) ->
    case process_info(P, [status, current_function, message_queue_len, monitors]) of
        [{status, waiting}, {current_function, {M, _, _}}, {message_queue_len, 0}, {monitors, Ms}]
          when M =/= ?MODULE, M =/= oc, M =/= code_server ->
            lists:all(fun({process, Q}) when is_pid(Q) ->
                              is_process_alive(Q)
                                  %% gen_server:stop waits through a process of its own
                                  andalso (maps:is_key(Q, Live) orelse waits(Q, Live));
                         (_) -> true
                      end, Ms);
        _ -> false
    end.

probes_settled(St) ->
    lists:all(
      fun(#{done := true}) -> true;
         (#{pid := P, target := Tp, kind := K}) ->
              is_process_alive(Tp) orelse
                  case {K, process_info(P, [links, monitors, message_queue_len, status])} of
                      {_, undefined} -> true;
                      {_, [{links, L}, {monitors, M}, {message_queue_len, 0}, {status, waiting}]} ->
                          not lists:member(Tp, L) andalso not lists:member({process, Tp}, M);
                      _ -> false
                  end
      end, maps:values(St#st.probes)).

asyncs(St) ->
    maps:fold(
      fun(As, {P, M}, {Acc, S}) ->
              case is_process_alive(P) of
                  true ->
                      {Acc#{As => <<"pending">>}, S};
                  false ->
                      receive
                          {'DOWN', M, _, _, {res, R}} ->
                              {Acc#{As => R}, S#st{asyncs = maps:remove(As, S#st.asyncs)}};
                          {'DOWN', M, _, _, R} ->
                              error({async, As, R})
                      end
              end
      end, {#{}, St}, St#st.asyncs).

probes(St) ->
    maps:fold(
      fun(_, #{done := true}, A) -> A;
         (As, #{pid := P, mon := M} = Pr, {Acc, S}) ->
              Got = receive {probe, As, X} -> X
                    after 0 ->
                            case is_process_alive(P) of
                                true -> none;
                                false -> receive
                                             {probe, As, X} -> X;
                                             {'DOWN', M, _, _, R} -> <<"died:", (reason(R))/binary>>
                                         end
                            end
                    end,
              case Got of
                  none -> {Acc, S};
                  V -> {Acc#{As => V}, S#st{probes = (S#st.probes)#{As => Pr#{done => true}}}}
              end
      end, {#{}, St}, St#st.probes).

%%% ---------------------------------------------------------------- snapshot

%% every live supervisor, sorted by label
snapshot() ->
    {_, Live, Blocked} = oc:status(),
    Sups = lists:sort([{L, N, P} || {P, {L, N}} <- maps:to_list(Live), is_sup(P)]),
    {Snap, Seen} = lists:mapfoldl(fun snap/2, [], Sups),
    Busy = lists:any(fun({X}) -> lists:keymember(busy, 1, X) end, Snap),
    %% sanity: everything alive is either the root or a listed child
    Alive = lists:sort(maps:keys(Live)),
    Roots = [P || {L, _, P} <- Sups, binary:match(L, <<"/">>) =:= nomatch],
    case lists:usort(Roots ++ Seen) of
        Alive -> ok;
        _ when Busy; map_size(Blocked) > 0 -> ok;
        Other -> error({snapshot_mismatch, Alive, Other, Live})
    end,
    Snap.

is_sup(P) ->
    case proc_lib:initial_call(P) of
        {supervisor, _, _} -> true;
        {oracle_dyn, _, _} -> true;
        _ -> false
    end.

snap({L, N, P}, Seen) ->
    case idle(P) of
        false -> {{[{sup, L}, {n, N}, {busy, true}]}, Seen};
        true ->
            Ch = supervisor:which_children(P),
            Co = supervisor:count_children(P),
            Cs = children(Ch),
            {{[{sup, L}, {n, N}, {children, Cs}, {counts, counts(Co)}]},
             [Q || {_, Q, _, _} <- Ch, is_pid(Q)] ++ Seen}
    end.

%% the children of dynamic supervisors have no ids and no order
children([{undefined, _, _, _} | _] = Ch) -> lists:sort([child(C) || C <- Ch]);
children(Ch) -> [child(C) || C <- Ch].

%% "id#n" running, "id!restarting", "id!undefined"
child({Id, P, _, _}) when is_pid(P) ->
    {L, N} = oc:label_of(P),
    Id1 = case Id of undefined -> lists:last(binary:split(L, <<"/">>, [global])); _ -> atom_to_binary(Id) end,
    <<Id1/binary, "#", (integer_to_binary(N))/binary>>;
child({undefined, S, _, _}) -> <<"?!", (atom_to_binary(S))/binary>>;
child({Id, S, _, _}) -> <<(atom_to_binary(Id))/binary, "!", (atom_to_binary(S))/binary>>.

counts(Co) -> [proplists:get_value(K, Co) || K <- [specs, active, supervisors, workers]].

%%% --------------------------------------------------------------------- ops

ok() -> {[{ok, true}]}.
skip(W) -> {[{skipped, W}]}.

do(#{<<"op">> := <<"start">>}, St) ->
    Self = self(),
    Tree = St#st.tree,
    oc:dynamic(dyns(<<>>, Tree)),
    P = spawn(fun() ->
                      process_flag(trap_exit, true),
                      receive go -> ok end,
                      R = oracle_sup:start(<<>>, Tree),
                      Self ! {started, R},
                      starter()
              end),
    oc:trace_starter(P),
    P ! go,
    %% a blocked (gated) init leaves the start pending
    R = wait_started(P),
    {R, St#st{starter = P}};
do(#{<<"op">> := <<"exit">>, <<"target">> := T} = Op, St) ->
    Msg = case maps:get(<<"how">>, Op, <<"stop">>) of
              <<"stop">> -> '$stop';
              <<"raise">> -> '$raise'
          end,
    {to_live(T, fun(P) -> P ! {Msg, to_reason(maps:get(<<"reason">>, Op))}, ok() end), St};
do(#{<<"op">> := <<"kill">>, <<"target">> := T}, St) ->
    {to_live(T, fun(P) -> exit(P, kill), ok() end), St};
do(#{<<"op">> := <<"signal">>, <<"target">> := T, <<"reason">> := R}, St) ->
    {to_live(T, fun(P) ->
                        {H, M} = spawn_monitor(fun() -> exit(P, to_reason(R)) end),
                        receive {'DOWN', M, process, H, _} -> ok() end
                end), St};
do(#{<<"op">> := <<"parent_exit">>, <<"reason">> := R}, St) ->
    St#st.starter ! {exit, to_reason(R)},
    {ok(), St};
do(#{<<"op">> := <<"sleep">>, <<"ms">> := Ms}, St) ->
    timer:sleep(Ms), {ok(), St};
do(#{<<"op">> := <<"open">>, <<"gate">> := G}, St) ->
    oc:open(G), {ok(), St};
do(#{<<"op">> := <<"async">>, <<"as">> := As, <<"do">> := Op}, St) ->
    PM = spawn_monitor(fun() -> exit({res, api(Op)}) end),
    St1 = St#st{asyncs = (St#st.asyncs)#{As => PM}},
    wait_sent(PM),
    {ok(), St1};
do(#{<<"op">> := <<"probe">>, <<"as">> := As, <<"kind">> := K, <<"target">> := T}, St) ->
    case oc:pid_of(T) of
        undefined -> {skip(<<"unknown">>), St};
        {Tp, _} ->
            Self = self(),
            {P, M} = spawn_monitor(fun() -> probe(Self, As, K, Tp) end),
            receive {probe_ready, As} -> ok;
                    {'DOWN', M, _, _, _} = D -> self() ! D
            end,
            {ok(), St#st{probes = (St#st.probes)#{As => #{pid => P, mon => M, kind => K, target => Tp}}}}
    end;
do(#{<<"op">> := <<"probe_exit">>, <<"as">> := As, <<"reason">> := R}, St) ->
    with_probe(As, St, fun(#{pid := P, mon := M}) ->
                               P ! {exit, to_reason(R)},
                               receive {'DOWN', M, _, _, _} -> ok end
                       end);
do(#{<<"op">> := <<"unprobe">>, <<"as">> := As}, St) ->
    with_probe(As, St, fun(#{pid := P}) ->
                               P ! {off, self()},
                               receive {off, P} -> ok end
                       end);
do(#{<<"op">> := <<"whereis">>, <<"name">> := Nm}, St) ->
    R = case whereis(binary_to_atom(Nm)) of
            undefined -> {[{child, null}]};
            P -> {L, N} = oc:label_of(P), {[{child, L}, {n, N}]}
        end,
    {R, St};
do(#{<<"op">> := <<"cast">>, <<"target">> := T, <<"do">> := A}, St) ->
    {to_any(T, fun(P) -> gen_server:cast(P, {do, A}), ok() end), St};
do(#{<<"op">> := <<"info">>, <<"target">> := T, <<"do">> := A}, St) ->
    {to_any(T, fun(P) -> P ! {do, A}, ok() end), St};
do(Op, St) ->
    {_, M} = spawn_monitor(fun() -> exit({res, api(Op)}) end),
    receive {'DOWN', M, _, _, {res, R}} -> {R, St};
            {'DOWN', M, _, _, X} -> error({api_failed, Op, X})
    end.

%% one that has died over its link has nothing more to do
with_probe(As, St, F) ->
    case St#st.probes of
        #{As := #{pid := P} = Pr} ->
            case is_process_alive(P) of true -> F(Pr); false -> ok end,
            {ok(), St#st{probes = (St#st.probes)#{As => Pr#{done => true}}}};
        _ -> {skip(<<"unknown">>), St}
    end.

wait_started(P) ->
    receive {started, R} -> start_result(R)
    after 2 ->
            {_, _, B} = oc:status(),
            case map_size(B) of
                0 -> wait_started(P);
                _ -> {[{pending, true}]}
            end
    end.

wait_sent({P, M}) ->
    case process_info(P, [status, current_function]) of
        undefined -> ok;
        [{status, waiting}, {current_function, {Mod, _, _}}]
          when Mod =/= ?MODULE, Mod =/= oc, Mod =/= code_server -> ok;
        _ -> timer:sleep(1), wait_sent({P, M})
    end.

starter() ->
    receive
        {exit, R} -> exit(R);
        _ -> starter()
    end.

probe(Main, As, <<"monitor">>, T) ->
    M = monitor(process, T),
    Main ! {probe_ready, As},
    probe_loop(Main, As, M, T);
probe(Main, As, Kind, T) ->
    process_flag(trap_exit, Kind =:= <<"link_trap">>),
    try link(T) catch error:noproc -> exit(noproc) end,
    Main ! {probe_ready, As},
    probe_loop(Main, As, none, T).

probe_loop(Main, As, M, T) ->
    receive
        {'DOWN', M, _, _, R} ->
            Main ! {probe, As, <<"down:", (reason(R))/binary>>}, probe_loop(Main, As, M, T);
        {'EXIT', T, R} ->
            Main ! {probe, As, <<"exit:", (reason(R))/binary>>}, probe_loop(Main, As, M, T);
        {exit, R} -> exit(R);
        {off, From} ->
            case M of none -> unlink(T); _ -> demonitor(M, [flush]) end,
            From ! {off, self()},
            probe_loop(Main, As, M, T)
    end.

to_live(T, F) ->
    case oc:pid_of(T) of
        undefined -> skip(<<"unknown">>);
        {P, _} ->
            {_, Live, _} = oc:status(),
            case maps:is_key(P, Live) andalso is_process_alive(P) of
                true -> F(P);
                false -> skip(<<"not_alive">>)
            end
    end.

to_any(<<"@", Nm/binary>>, F) -> F(binary_to_atom(Nm));
to_any(T, F) ->
    case oc:pid_of(T) of
        undefined -> skip(<<"unknown">>);
        {P, _} -> F(P)
    end.

%% the outermost dynamic supervisors of a tree
dyns(Parent, #{<<"id">> := Id} = S) ->
    L = case Parent of <<>> -> Id; _ -> <<Parent/binary, "/", Id/binary>> end,
    case maps:get(<<"strategy">>, S, <<>>) of
        D when D =:= <<"dynamic">>; D =:= <<"simple_one_for_one">> -> [L];
        _ -> lists:append([dyns(L, C) || C <- maps:get(<<"children">>, S, [])])
    end;
dyns(_, _) -> [].

start_result({ok, P}) -> {L, N} = oc:label_of(P), {[{ok, true}, {child, L}, {n, N}]};
start_result(ignore) -> {[{ignore, true}]};
start_result({error, R}) -> {[{error, <<"start_failed">>}, {reason, reason(R)}]}.

%% calls that may block or exit; always run in a process of their own
api(Op) ->
    try api1(Op)
    catch exit:R -> {[{exit, exit_reason(R)}]}
    end.

%% why a call failed, without the call
exit_reason({R, {gen_server, call, _}}) -> reason(R);
exit_reason({R, {sys, terminate, _}}) -> reason(R);
exit_reason({R, {'Elixir.GenServer', call, _}}) -> reason(R);
exit_reason(R) -> reason(R).

api1(#{<<"op">> := <<"call">>, <<"target">> := T, <<"do">> := A} = Op) ->
    to_any(T, fun(P) ->
                      R = gen_server:call(P, {do, A}, tmo(Op)),
                      {[{reply, R}]}
              end);
api1(#{<<"op">> := <<"late">>, <<"target">> := T, <<"do">> := A, <<"wait">> := W} = Op) ->
    %% call that is expected to time out; then count stray messages
    to_any(T, fun(P) ->
                      R = try {reply, gen_server:call(P, {do, A}, tmo(Op))}
                          catch exit:X -> {exit, exit_reason(X)} end,
                      timer:sleep(W),
                      {_, Q} = process_info(self(), message_queue_len),
                      {[R, {stray, Q}]}
              end);
api1(#{<<"op">> := <<"stop">>, <<"target">> := T, <<"reason">> := R} = Op) ->
    to_any(T, fun(P) -> ok = gen_server:stop(P, to_reason(R), tmo1(Op)), ok() end);
api1(#{<<"op">> := <<"start_child">>, <<"sup">> := S} = Op) ->
    to_any(S, fun(P) -> start_child(P, S, Op) end);
api1(#{<<"op">> := <<"terminate_child">>, <<"sup">> := S} = Op) ->
    to_any(S, fun(P) -> simple(call_sup(P, terminate_child, cid(S, Op))) end);
api1(#{<<"op">> := <<"restart_child">>, <<"sup">> := S, <<"id">> := Id}) ->
    to_any(S, fun(P) ->
                      case supervisor:restart_child(P, binary_to_atom(Id)) of
                          {error, {already_started, _} = E} ->
                              %% the start function said so, not the supervisor
                              {[{error, <<"start_failed">>}, {reason, reason(E)}]};
                          R -> child_result(R)
                      end
              end);
api1(#{<<"op">> := <<"delete_child">>, <<"sup">> := S, <<"id">> := Id}) ->
    to_any(S, fun(P) -> simple(supervisor:delete_child(P, binary_to_atom(Id))) end);
api1(#{<<"op">> := <<"which_children">>, <<"sup">> := S}) ->
    to_any(S, fun(P) ->
                      {[{ok, true}, {children, children(supervisor:which_children(P))}]}
              end);
api1(#{<<"op">> := <<"count_children">>, <<"sup">> := S}) ->
    to_any(S, fun(P) ->
                      Co = supervisor:count_children(P),
                      {[{ok, true}, {counts, counts(Co)}]}
              end);
api1(#{<<"op">> := <<"get_childspec">>, <<"sup">> := S, <<"id">> := Id}) ->
    to_any(S, fun(P) ->
                      case supervisor:get_childspec(P, binary_to_atom(Id)) of
                          {ok, M} ->
                              {[{ok, true},
                                {spec, {[{K, maps:get(K, M)} || K <- [id, type, restart, shutdown, significant]]}}]};
                          {error, E} -> {[{error, reason(E)}]}
                      end
              end).

tmo(Op) -> maps:get(<<"timeout">>, Op, 5000).
tmo1(Op) -> maps:get(<<"timeout">>, Op, infinity).

cid(S, #{<<"tag">> := Tag}) ->
    case oc:pid_of(<<S/binary, "/", Tag/binary>>) of
        {P, _} -> P;
        undefined -> self()
    end;
cid(_, #{<<"id">> := Id}) -> binary_to_atom(Id).

call_sup(P, F, A) -> supervisor:F(P, A).

simple(ok) -> ok();
simple({error, E}) -> {[{error, reason(E)}]}.

%% {tag, init} for simple_one_for_one, {tag, spec} for "dynamic", {spec} else
start_child(P, S, #{<<"tag">> := Tag, <<"spec">> := Spec}) ->
    start_result(S, Tag, 'Elixir.DynamicSupervisor':start_child(
                           P, oracle_sup:child_spec(S, Spec#{<<"id">> => Tag})));
start_child(P, S, #{<<"tag">> := Tag} = Op) ->
    start_result(S, Tag, supervisor:start_child(P, [maps:merge(#{<<"id">> => Tag},
                                                               maps:with([<<"init">>], Op))]));
start_child(P, S, #{<<"spec">> := #{<<"id">> := Id} = Spec}) ->
    start_result(S, Id, supervisor:start_child(P, oracle_sup:child_spec(S, Spec))).

%% already_started may come from the supervisor (same id) or from the start
%% function (name taken by some other process)
start_result(S, Id, {error, {already_started, P} = E} = R) when is_pid(P) ->
    Mine = <<S/binary, "/", Id/binary>>,
    case oc:label_of(P) of
        {Mine, _} -> child_result(R);
        _ -> {[{error, <<"start_failed">>}, {reason, reason(E)}]}
    end;
start_result(_, _, R) -> child_result(R).

child_result({ok, undefined}) -> {[{ignore, true}]};
child_result(ignore) -> {[{ignore, true}]};
child_result({ok, P}) -> {L, N} = oc:label_of(P), {[{ok, true}, {child, L}, {n, N}]};
child_result({error, {already_started, P}}) when is_pid(P) ->
    {L, N} = oc:label_of(P), {[{error, <<"already_started">>}, {child, L}, {n, N}]};
child_result({error, E}) when E =:= already_present; E =:= running; E =:= restarting;
                              E =:= not_found; E =:= simple_one_for_one; E =:= max_children ->
    {[{error, reason(E)}]};
child_result({error, {bad_combination, _}}) ->
    {[{error, <<"invalid_spec">>}, {reason, <<"bad_combination">>}]};
child_result({error, {T, V}}) when T =:= invalid_restart_type; T =:= invalid_shutdown;
                                   T =:= invalid_child_type; T =:= invalid_significant ->
    {[{error, <<"invalid_spec">>}, {reason, <<(reason(T))/binary>>}, {value, V}]};
child_result({error, {What, Child}}) when is_tuple(Child), element(1, Child) =:= child ->
    {[{error, <<"start_failed">>}, {reason, reason(What)}]};
child_result({error, R}) -> {[{error, <<"start_failed">>}, {reason, reason(R)}]}.

%%% -------------------------------------------------------------------- main

main(["trace" | Files]) ->
    setup(),
    [io:put_chars(ojson:pretty(run(read(F)))) || F <- Files],
    ok;
main(["fill", Out | Files]) ->
    %% run each scenario and write it with its trace to directory Out
    setup(),
    lists:foreach(fun(F) ->
                          try fill(F, filename:join(Out, filename:basename(F)))
                          catch C:R:S -> io:format("FAIL ~s ~p ~p~n", [F, C, {R, S}])
                          end
                  end, Files);
main(["check" | Files]) ->
    setup(),
    Bad = [F || F <- Files, not check(F)],
    io:format("checked ~b, different ~b~n", [length(Files), length(Bad)]),
    halt(case Bad of [] -> 0; _ -> 1 end).

%% one scenario a line in, one list of what was seen a line out
serve() ->
    setup(),
    io:setopts([binary, {encoding, latin1}]),
    serve_lines().

serve_lines() ->
    case io:get_line("") of
        eof -> halt(0);
        Line ->
            Out = try run(ojson:decode(Line)) of Exp -> {[{expect, Exp}]}
                  catch C:R:S ->
                          Text = iolist_to_binary(io_lib:format("~0p:~0p ~0p", [C, R, S])),
                          {[{failed, << <<(case X of _ when X < 128 -> X; _ -> $? end)>> || <<X>> <= Text >>}]}
                  end,
            ok = file:write(standard_io, [ojson:encode(Out), $\n]),
            serve_lines()
    end.

setup() ->
    logger:set_primary_config(level, none),
    %% a process that waits for its code to be loaded looks like one at rest
    code:ensure_modules_loaded([oc, ojson, oracle_worker, oracle_sup, oracle_dyn,
                                gen, gen_server, proc_lib, supervisor, sys, proplists, queue, sets, maps,
                                'Elixir.DynamicSupervisor', 'Elixir.Supervisor', 'Elixir.GenServer',
                                'Elixir.Process', 'Elixir.Exception', 'Elixir.Keyword', 'Elixir.Enum',
                                'Elixir.Map', 'Elixir.List', 'Elixir.Access', 'Elixir.Kernel']),
    io:setopts([{encoding, utf8}]),
    ok.

read(F) -> {ok, B} = file:read_file(F), ojson:decode(B).

fill(F, Out) ->
    Sc = read(F),
    Exp = run(Sc),
    file:write_file(Out, ojson:pretty(Sc#{<<"expect">> => Exp,
                                          <<"format">> => 1,
                                          <<"otp">> => [list_to_binary(erlang:system_info(otp_release))],
                                          <<"elixir">> => vsn(elixir),
                                          <<"stdlib">> => vsn(stdlib)})).

vsn(A) -> _ = application:load(A), {ok, V} = application:get_key(A, vsn), list_to_binary(V).

check(F) ->
    Sc = read(F),
    try
        Got = ojson:decode(ojson:encode(run(Sc))),
        Want = maps:get(<<"expect">>, Sc),
        case Got =:= Want of
            true -> true;
            false ->
                D = [{I, G, W} || {I, G, W} <- lists:zip3(lists:seq(0, length(Got) - 1), Got, Want), G =/= W],
                {I, G, W} = hd(D),
                io:format("DIFF ~s step ~b~n got  ~s~n want ~s~n",
                          [F, I, ojson:encode(G), ojson:encode(W)]),
                false
        end
    catch C:R:S -> io:format("FAIL ~s ~p ~p~n", [F, C, {R, S}]), false
    end.
